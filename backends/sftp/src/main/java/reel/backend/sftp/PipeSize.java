package reel.backend.sftp;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/// Makes a named pipe hold a mebibyte on Linux, a sixteenth of which is usual: with so much room the two ends wake
/// each other a tenth as often.
final class PipeSize {
    private static final int BYTES = 1 << 20;

    private static final int READ_WRITE = 2;
    private static final int SET_PIPE_SIZE = 1031;

    private PipeSize() {}

    /// Of a pipe that is held open; where that is not possible it stays as it is.
    static void raise(Path pipe) {
        if (!"Linux".equals(System.getProperty("os.name"))) {
            return;
        }
        try (Arena arena = Arena.ofConfined()) {
            int descriptor = (int) Calls.OPEN.invokeExact(arena.allocateFrom(pipe.toString()), READ_WRITE);
            if (descriptor >= 0) {
                int _ = (int) Calls.FCNTL.invokeExact(descriptor, SET_PIPE_SIZE, BYTES);
                int _ = (int) Calls.CLOSE.invokeExact(descriptor);
            }
        } catch (Throwable notHere) {
            // A smaller pipe does as well, only slower.
        }
    }

    /// Made when the first pipe is.
    private static final class Calls {
        private static final Linker LINKER = Linker.nativeLinker();

        static final MethodHandle OPEN = find(
                "open",
                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT),
                Linker.Option.firstVariadicArg(2));
        static final MethodHandle FCNTL = find(
                "fcntl",
                FunctionDescriptor.of(
                        ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT),
                Linker.Option.firstVariadicArg(2));
        static final MethodHandle CLOSE =
                find("close", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));

        private Calls() {}

        private static MethodHandle find(String name, FunctionDescriptor type, Linker.Option... options) {
            return LINKER.downcallHandle(LINKER.defaultLookup().find(name).orElseThrow(), type, options);
        }
    }
}
