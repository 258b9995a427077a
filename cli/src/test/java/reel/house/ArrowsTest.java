package reel.house;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Arrows between rooms point down, and packages inside a room form no cycle.
final class ArrowsTest {
    /// Room → the rooms it may use. What is not listed here is not a room.
    private static final Map<String, Set<String>> MAY_USE = Map.ofEntries(
            Map.entry("stream", Set.of()),
            Map.entry("raptorq", Set.of()),
            Map.entry("media", Set.of("stream")),
            Map.entry("video", Set.of("media", "stream", "raptorq")),
            Map.entry("backend", Set.of("stream")),
            Map.entry("transfer", Set.of("backend", "stream")),
            Map.entry("store", Set.of("backend", "stream")),
            Map.entry("history", Set.of("store", "backend", "stream")),
            Map.entry("protect", Set.of("store", "backend", "stream", "raptorq")),
            Map.entry("app", Set.of("protect", "history", "store", "transfer", "video", "media", "backend", "stream")),
            Map.entry(
                    "cli",
                    Set.of("app", "protect", "history", "store", "transfer", "video", "media", "backend", "stream")));

    private static final Pattern IMPORT = Pattern.compile("import (?:static )?(reel\\.[\\w.]+);");

    /// `reel.backend` and its rooms for everybody; a plugin's own package is not one of them.
    /// `wire` is what the object stores have in common.
    private static final Pattern CONTRACT =
            Pattern.compile("reel\\.(stream(\\.[a-z]+)*|backend(\\.place|\\.wire)?(\\.layer)?)\\.[A-Z][\\w.]*");

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("reel");

    @Test
    void rooms_useOnlyTheRoomsBelow() {
        List<String> offences = new ArrayList<>();
        int seen = 0;
        for (JavaClass from : CLASSES) {
            String room = room(from);
            Set<String> allowed = MAY_USE.get(room);
            if (allowed == null) {
                continue;
            }
            seen++;
            from.getDirectDependenciesFromSelf().forEach(dependency -> {
                String target = room(dependency.getTargetClass());
                if (!target.isEmpty() && !target.equals(room) && !allowed.contains(target)) {
                    offences.add(room + " → " + target + ": " + dependency.getDescription());
                }
            });
        }
        assertThat(seen).as("classes of rooms").isGreaterThan(20);
        assertThat(offences).isEmpty();
    }

    @Test
    void packages_insideARoom_formNoCycle() {
        for (String room : MAY_USE.keySet()) {
            slices().matching("reel." + room + ".(**)")
                    .should()
                    .beFreeOfCycles()
                    .allowEmptyShould(true)
                    .check(CLASSES);
        }
    }

    /// Plugins are not on this class path, so their sources are read.
    @Test
    void backends_useOnlyTheContractTheGroundAndThemselves() throws IOException {
        List<String> offences = new ArrayList<>();
        int seen = 0;
        for (Path backend : backends()) {
            String own = "reel.backend." + backend.getFileName() + ".";
            try (Stream<Path> files = Files.walk(backend.resolve("src/main/java"))) {
                for (Path file :
                        files.filter(path -> path.toString().endsWith(".java")).toList()) {
                    seen++;
                    for (String line : Files.readAllLines(file)) {
                        Matcher reel = IMPORT.matcher(line);
                        if (reel.matches()
                                && !reel.group(1).startsWith(own)
                                && !CONTRACT.matcher(reel.group(1)).matches()) {
                            offences.add(file.getFileName() + " → " + reel.group(1));
                        }
                    }
                }
            }
        }
        assertThat(seen).as("sources of backends").isGreaterThan(0);
        assertThat(offences).isEmpty();
    }

    private static List<Path> backends() throws IOException {
        try (Stream<Path> folders = Files.list(TidyTest.root().resolve("backends"))) {
            return folders.filter(folder -> Files.isDirectory(folder.resolve("src/main/java")))
                    .toList();
        }
    }

    private static String room(JavaClass type) {
        String name = type.getPackageName();
        if (!name.startsWith("reel.")) {
            return "";
        }
        String rest = name.substring("reel.".length());
        int dot = rest.indexOf('.');
        return dot < 0 ? rest : rest.substring(0, dot);
    }
}
