package reel.transfer.execute;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The files that changed while they were read and are sent a second time; a third there is not. Thread-safe.
final class Restarts {
    private final Set<String> paths = ConcurrentHashMap.newKeySet();

    /// Whether `path` may begin once more, which it does then.
    boolean grant(String path) {
        return paths.add(path);
    }
}
