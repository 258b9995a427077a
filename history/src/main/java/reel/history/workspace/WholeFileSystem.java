package reel.history.workspace;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.Optional;

/// All of a file system made durable in one call, on Linux: one wait instead of one for each file.
final class WholeFileSystem {
    /// O_RDONLY | O_CLOEXEC
    private static final int OPEN_FLAGS = 02000000;

    private record Calls(MethodHandle open, MethodHandle syncfs, MethodHandle close) {}

    /// Empty where the system has no such call.
    private static final Optional<Calls> CALLS = find();

    private WholeFileSystem() {}

    private static Optional<Calls> find() {
        if (!System.getProperty("os.name", "").equals("Linux")) {
            return Optional.empty();
        }
        try {
            Linker linker = Linker.nativeLinker();
            SymbolLookup lookup = linker.defaultLookup();
            FunctionDescriptor onFile = FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);
            return Optional.of(new Calls(
                    linker.downcallHandle(
                            lookup.findOrThrow("open"),
                            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT),
                            Linker.Option.firstVariadicArg(2)),
                    linker.downcallHandle(lookup.findOrThrow("syncfs"), onFile),
                    linker.downcallHandle(lookup.findOrThrow("close"), onFile)));
        } catch (java.util.NoSuchElementException | UnsupportedOperationException | IllegalCallerException none) {
            return Optional.empty();
        }
    }

    /// Waits until all that was written to the file system of `folder` is on its disk. @return false where that
    /// cannot be had: then force each file
    static boolean sync(Path folder) {
        if (CALLS.isEmpty() || folder.getFileSystem() != FileSystems.getDefault()) {
            return false;
        }
        Calls calls = CALLS.get();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = arena.allocateFrom(folder.toString());
            int file = (int) calls.open.invokeExact(name, OPEN_FLAGS);
            if (file < 0) {
                return false;
            }
            try {
                return (int) calls.syncfs.invokeExact(file) == 0;
            } finally {
                int closed = (int) calls.close.invokeExact(file);
                assert closed == 0;
            }
        } catch (Error error) {
            throw error;
        } catch (Throwable none) {
            return false;
        }
    }
}
