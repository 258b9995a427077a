package reel.app.plugin;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import reel.app.settings.UserFolder;
import reel.backend.place.Location;
import reel.backend.place.Place;
import reel.backend.place.PlaceContext;
import reel.backend.place.PlaceProvider;
import reel.stream.Refused;

/// The providers there are: those of the program, and jars in `REEL_BACKENDS`, in `backends` of the user's folder,
/// and in `backends` beside the program, in this order. A jar is opened when its scheme is used, not before.
///
/// A jar beside the program that its manifest has put on the class path keeps its place in that order, but is not
/// loaded apart: its classes come linked from the start-up cache.
public final class Backends {
    private static final String FOLDER = "backends";
    private static final String VARIABLE = "REEL_BACKENDS";
    private static final int MOST_JARS = 1000;

    private final ClassLoader program;
    private final List<Path> folders;
    private final @Nullable Path beside;
    private @Nullable List<BackendJar> jars;

    /// @param beside the last of the folders, whose jars may be on the program's class path; null for none
    Backends(ClassLoader program, List<Path> folders, @Nullable Path beside) {
        this.program = program;
        this.folders = List.copyOf(folders);
        this.beside = beside;
    }

    /// @param home the user's home folder
    public static Backends of(Map<String, String> environment, Path home) {
        List<Path> folders = new ArrayList<>();
        for (String folder : environment.getOrDefault(VARIABLE, "").split(File.pathSeparator)) {
            if (!folder.isEmpty()) {
                folders.add(Path.of(folder));
            }
        }
        folders.add(UserFolder.of(environment, home).resolve(FOLDER));
        Path program = source(Backends.class);
        Path above = program == null ? null : program.getParent();
        Path beside = above == null ? null : above.resolve(FOLDER);
        if (beside != null) {
            folders.add(beside);
        }
        return new Backends(Backends.class.getClassLoader(), folders, beside);
    }

    /// The jar or folder that a class comes from; null where that is no file.
    private static @Nullable Path source(Class<?> type) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        URL url = source == null ? null : source.getLocation();
        try {
            return url == null || !url.getProtocol().equals("file") ? null : Path.of(url.toURI());
        } catch (URISyntaxException odd) {
            return null;
        }
    }

    /// Opens a place with the provider of its scheme.
    public Place open(Location where, PlaceContext context) throws IOException {
        return provider(where.scheme()).open(where, context);
    }

    /// [Refused] where no provider knows the scheme, with those there are.
    public PlaceProvider provider(String scheme) throws Refused {
        for (PlaceProvider provider : own()) {
            if (provider.schemes().contains(scheme)) {
                return provider;
            }
        }
        for (BackendJar jar : jars()) {
            if (jar.schemes().contains(scheme)) {
                return load(jar, scheme);
            }
        }
        throw unknown(scheme);
    }

    /// [Refused] where no provider knows the scheme; none is loaded to find out.
    public void require(String scheme) throws Refused {
        if (!schemes().contains(scheme)) {
            throw unknown(scheme);
        }
    }

    /// Every scheme there is a provider of, in order.
    public List<String> schemes() throws Refused {
        TreeSet<String> schemes = new TreeSet<>();
        own().forEach(provider -> schemes.addAll(provider.schemes()));
        jars().forEach(jar -> schemes.addAll(jar.schemes()));
        return List.copyOf(schemes);
    }

    private List<PlaceProvider> own() throws Refused {
        try {
            return ServiceLoader.load(PlaceProvider.class, program).stream()
                    .filter(entry -> !liesBeside(source(entry.type())))
                    .map(ServiceLoader.Provider::get)
                    .toList();
        } catch (ServiceConfigurationError broken) {
            throw new Refused(
                    "a storage provider on the class path",
                    "cannot be loaded: " + broken.getMessage(),
                    "Take it off the class path.",
                    broken);
        }
    }

    private boolean liesBeside(@Nullable Path jar) {
        return jar != null && beside != null && beside.equals(jar.getParent());
    }

    private synchronized List<BackendJar> jars() {
        List<BackendJar> known = jars;
        if (known == null) {
            known = new ArrayList<>();
            for (Path folder : folders) {
                for (Path file : files(folder)) {
                    known.add(BackendJar.read(file));
                }
            }
            jars = known;
        }
        return known;
    }

    private static List<Path> files(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().endsWith(".jar"))
                    .sorted()
                    .limit(MOST_JARS)
                    .toList();
        } catch (IOException | java.io.UncheckedIOException unreadable) {
            return List.of();
        }
    }

    private PlaceProvider load(BackendJar jar, String scheme) throws Refused {
        try {
            PlaceProvider linked = liesBeside(jar.file()) ? find(program, jar, scheme) : null;
            if (linked != null) {
                return linked;
            }
            PlaceProvider own = find(new JarLoader(jar.file(), program), jar, scheme);
            if (own != null) {
                return own;
            }
        } catch (IOException | ServiceConfigurationError | LinkageError broken) {
            throw new Refused(
                    jar.file().toString(),
                    "is to open " + scheme + "://, but cannot be loaded: " + broken.getMessage(),
                    "Replace it by one that suits this version of reel, or remove it.",
                    broken);
        }
        throw new Refused(
                jar.file().toString(),
                "names " + scheme + ":// in its manifest, but has no provider of it",
                "Replace it by one that suits this version of reel, or remove it.");
    }

    /// The provider of a jar's own in a loader; null where that has none.
    private static @Nullable PlaceProvider find(ClassLoader loader, BackendJar jar, String scheme) {
        for (ServiceLoader.Provider<PlaceProvider> entry :
                ServiceLoader.load(PlaceProvider.class, loader).stream().toList()) {
            if (entry.type().getClassLoader() == loader && jar.file().equals(source(entry.type()))) {
                PlaceProvider provider = entry.get();
                if (provider.schemes().contains(scheme)) {
                    return provider;
                }
            }
        }
        return null;
    }

    private Refused unknown(String scheme) throws Refused {
        List<String> broken = jars().stream()
                .filter(jar -> jar.problem() != null)
                .map(jar -> jar.file() + ": " + jar.problem())
                .toList();
        return new Refused(
                scheme + "://",
                "is no scheme that is installed here"
                        + (broken.isEmpty() ? "" : " (not usable: " + String.join("; ", broken) + ")"),
                "Use one of " + String.join(", ", schemes()) + "; another backend's jar goes into "
                        + folders.get(folders.size() > 1 ? folders.size() - 2 : 0) + ".");
    }
}
