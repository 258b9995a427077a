package reel.backend.place.local;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What Linux can do with files and Java has no words for: holes, room taken ahead, renames that replace
/// nothing. Everything here has another way where [#of] answers null.
final class Kernel {
    static final int NO_SPACE = 28;
    static final int QUOTA = 122;
    static final int TOO_LARGE = 27;
    static final int EXISTS = 17;

    private static final int WRITE_CLOEXEC = 02000001;
    private static final int READ_CLOEXEC_NOFOLLOW = 02400000;
    private static final int NO_SUCH_DATA = 6;
    private static final int SEEK_DATA = 3;
    private static final int SEEK_HOLE = 4;
    private static final int KEEP_SIZE_PUNCH_HOLE = 3;
    private static final int HERE = -100;
    private static final int REPLACE_NOTHING = 1;

    private static final MemoryLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

    private record Calls(
            MethodHandle open,
            MethodHandle close,
            MethodHandle lseek,
            MethodHandle fallocate,
            MethodHandle ftruncate,
            MethodHandle renameat2) {}

    private static final Optional<Calls> CALLS = find();

    private Kernel() {}

    private static Optional<Calls> find() {
        if (!System.getProperty("os.name", "").equals("Linux")) {
            return Optional.empty();
        }
        try {
            Linker linker = Linker.nativeLinker();
            SymbolLookup lookup = linker.defaultLookup();
            ValueLayout.OfInt i = ValueLayout.JAVA_INT;
            ValueLayout.OfLong l = ValueLayout.JAVA_LONG;
            Linker.Option errno = Linker.Option.captureCallState("errno");
            return Optional.of(new Calls(
                    linker.downcallHandle(
                            lookup.findOrThrow("open"),
                            FunctionDescriptor.of(i, ValueLayout.ADDRESS, i),
                            Linker.Option.firstVariadicArg(2),
                            errno),
                    linker.downcallHandle(lookup.findOrThrow("close"), FunctionDescriptor.of(i, i)),
                    linker.downcallHandle(lookup.findOrThrow("lseek"), FunctionDescriptor.of(l, i, l, i), errno),
                    linker.downcallHandle(lookup.findOrThrow("fallocate"), FunctionDescriptor.of(i, i, i, l, l), errno),
                    linker.downcallHandle(lookup.findOrThrow("ftruncate"), FunctionDescriptor.of(i, i, l), errno),
                    linker.downcallHandle(
                            lookup.findOrThrow("renameat2"),
                            FunctionDescriptor.of(i, i, ValueLayout.ADDRESS, i, ValueLayout.ADDRESS, i),
                            errno)));
        } catch (NoSuchElementException | UnsupportedOperationException | IllegalCallerException none) {
            return Optional.empty();
        }
    }

    /// A call on an open descriptor.
    private interface Call {
        long run(Calls calls, int file, MemorySegment state) throws Throwable;
    }

    /// What [Call] answers where the file cannot be opened or there is no such call here.
    private static final long NOT_HERE = Long.MIN_VALUE;

    private static long on(Path path, int flags, Call call) {
        String text = path.toString();
        if (CALLS.isEmpty() || path.getFileSystem() != FileSystems.getDefault() || !LocalNames.exact(text)) {
            return NOT_HERE;
        }
        Calls calls = CALLS.get();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            MemorySegment name = arena.allocateFrom(text, StandardCharsets.UTF_8);
            int file = (int) calls.open.invokeExact(state, name, flags);
            if (file < 0) {
                return NOT_HERE;
            }
            try {
                return call.run(calls, file, state);
            } finally {
                int closed = (int) calls.close.invokeExact(file);
                assert closed == 0;
            }
        } catch (Error error) {
            throw error;
        } catch (Throwable none) {
            return NOT_HERE;
        }
    }

    /// Takes room for `size` bytes. @return 0, the system's error number, or -1 where there is no such call
    static int allocate(Path file, long size) {
        long result = on(file, WRITE_CLOEXEC, (calls, open, state) -> {
            int failed = (int) calls.fallocate.invokeExact(state, open, 0, 0L, size);
            return failed == 0 ? 0 : (int) ERRNO.get(state, 0L);
        });
        return result == NOT_HERE ? -1 : (int) result;
    }

    /// Gives the room of a range back, which reads as zeros from now on. @return whether it is so
    static boolean punch(Path file, long offset, long length) {
        return on(file, WRITE_CLOEXEC, (calls, open, state) ->
                        (int) calls.fallocate.invokeExact(state, open, KEEP_SIZE_PUNCH_HOLE, offset, length))
                == 0;
    }

    /// Sets the length without writing. @return whether it is so
    static boolean resize(Path file, long size) {
        return on(file, WRITE_CLOEXEC, (calls, open, state) -> (int) calls.ftruncate.invokeExact(state, open, size))
                == 0;
    }

    /// A stretch of a file that has bytes; around it are holes.
    record Data(long from, long to) {}

    /// The first stretch of bytes from `offset` and below `end`; null where there is none. Where the system does
    /// not tell, everything is bytes.
    static @Nullable Data data(Path file, long offset, long end) {
        long[] found = {offset, end};
        long result = on(file, READ_CLOEXEC_NOFOLLOW, (calls, open, state) -> {
            long from = (long) calls.lseek.invokeExact(state, open, offset, SEEK_DATA);
            if (from < 0) {
                return (int) ERRNO.get(state, 0L) == NO_SUCH_DATA ? 1 : NOT_HERE;
            }
            long to = (long) calls.lseek.invokeExact(state, open, from, SEEK_HOLE);
            if (to < 0) {
                return NOT_HERE;
            }
            found[0] = from;
            found[1] = Math.min(to, end);
            return 0;
        });
        return result == 1 || found[0] >= end ? null : new Data(found[0], found[1]);
    }

    /// Renames unless `to` is there. @return 0, the system's error number, or -1 where there is no such call
    static int renameNew(Path from, Path to) {
        String one = from.toString();
        String other = to.toString();
        if (CALLS.isEmpty()
                || from.getFileSystem() != FileSystems.getDefault()
                || !LocalNames.exact(one)
                || !LocalNames.exact(other)) {
            return -1;
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            int failed = (int) CALLS.get()
                    .renameat2
                    .invokeExact(
                            state,
                            HERE,
                            arena.allocateFrom(one, StandardCharsets.UTF_8),
                            HERE,
                            arena.allocateFrom(other, StandardCharsets.UTF_8),
                            REPLACE_NOTHING);
            return failed == 0 ? 0 : (int) ERRNO.get(state, 0L);
        } catch (Error error) {
            throw error;
        } catch (Throwable none) {
            return -1;
        }
    }
}
