package reel.app.plugin;

import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Loads one backend's jar. What it shares with the program are the contracts; of everything else its own comes
/// first, so that neither meets the other's version of a library.
final class JarLoader extends URLClassLoader {
    static {
        registerAsParallelCapable();
    }

    JarLoader(Path jar, ClassLoader program) throws MalformedURLException {
        super("reel-backend " + jar.getFileName(), new URL[] {jar.toUri().toURL()}, program);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (isShared(name)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> own = findLoadedClass(name);
            if (own == null) {
                own = findOwn(name);
            }
            if (own == null) {
                return super.loadClass(name, resolve);
            }
            if (resolve) {
                resolveClass(own);
            }
            return own;
        }
    }

    private @Nullable Class<?> findOwn(String name) {
        try {
            return findClass(name);
        } catch (ClassNotFoundException notInTheJar) {
            return null;
        }
    }

    @Override
    public @Nullable URL getResource(String name) {
        URL own = findResource(name);
        return own != null ? own : super.getResource(name);
    }

    /// The JDK, and the rooms whose types cross the border.
    private static boolean isShared(String name) {
        return name.startsWith("java.")
                || name.startsWith("javax.")
                || name.startsWith("jdk.")
                || name.startsWith("sun.")
                || name.startsWith("reel.stream.")
                || name.startsWith("reel.backend.place.")
                || name.startsWith("org.jspecify.")
                || (name.startsWith("reel.backend.") && name.indexOf('.', "reel.backend.".length()) < 0);
    }
}
