package reel.history.workspace;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import reel.stream.CpuPool;
import reel.stream.Scope;

/// The same task for many small files, by as many workers as there are processors, begun in order.
public final class Workers {
    private Workers() {}

    /// A task for one of them.
    @FunctionalInterface
    public interface Task {
        void run(int index) throws IOException;
    }

    /// Runs `task` for 0 to `count` - 1; the first failure ends it and is thrown.
    public static void run(String name, int count, Task task) throws IOException {
        if (count <= 1) {
            for (int i = 0; i < count; i++) {
                task.run(i);
            }
            return;
        }
        AtomicInteger next = new AtomicInteger();
        try (Scope scope = Scope.open(name)) {
            for (int worker = 0; worker < Math.min(count, Math.max(2, CpuPool.threads())); worker++) {
                scope.fork(() -> {
                    for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
                        task.run(i);
                    }
                    return null;
                });
            }
            scope.join();
        }
    }
}
