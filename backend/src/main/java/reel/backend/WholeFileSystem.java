package reel.backend;

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
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// All of a file system made durable in one call, on Linux: one wait instead of one for each file.
///
/// Only where that call is known to mean what forcing each file means. A file system in user space answers it
/// without asking its server, a network's does not wait for the other side, an overlay does not tell of the
/// errors of what lies below it, and before Linux 5.8 nobody told of an error at all.
final class WholeFileSystem {
    /// O_RDONLY | O_CLOEXEC
    private static final int OPEN_FLAGS = 02000000;

    /// `f_type` of `statfs(2)`: ext2 to ext4, XFS, Btrfs, F2FS, ZFS, tmpfs.
    private static final Set<Long> KNOWN =
            Set.of(0xEF53L, 0x58465342L, 0x9123683EL, 0xF2F52010L, 0x2FC12FC1L, 0x01021994L);

    private static final int LEAST_MAJOR = 5;
    private static final int LEAST_MINOR = 8;
    private static final Pattern RELEASE = Pattern.compile("(\\d{1,4})\\.(\\d{1,4})(\\D.*)?");

    /// Where `f_type` is the first eight bytes of the answer; the answer has 120 and some reserve.
    private static final Set<String> ARCHITECTURES = Set.of("amd64", "x86_64", "aarch64", "riscv64");

    private static final int STATFS_BYTES = 512;

    private record Calls(MethodHandle open, MethodHandle fstatfs, MethodHandle syncfs, MethodHandle close) {}

    /// Empty where the system has no such call, or one that keeps errors to itself.
    private static final Optional<Calls> CALLS = find();

    private WholeFileSystem() {}

    /// Whether the kernel tells of write errors when a whole file system is forced. @param release as `uname
    /// -r` says it
    static boolean tellsErrors(String release) {
        Matcher parts = RELEASE.matcher(release);
        if (!parts.matches()) {
            return false;
        }
        int major = Integer.parseInt(parts.group(1));
        int minor = Integer.parseInt(parts.group(2));
        return major > LEAST_MAJOR || major == LEAST_MAJOR && minor >= LEAST_MINOR;
    }

    /// Whether forcing all of such a file system forces each file of it. @param type `f_type` of `statfs(2)`
    static boolean isKnown(long type) {
        return KNOWN.contains(type);
    }

    private static Optional<Calls> find() {
        if (!System.getProperty("os.name", "").equals("Linux")
                || !ARCHITECTURES.contains(System.getProperty("os.arch", ""))
                || !tellsErrors(System.getProperty("os.version", ""))) {
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
                    linker.downcallHandle(
                            lookup.findOrThrow("fstatfs"),
                            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS)),
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
                return isKnown(type(calls, file, arena)) && (int) calls.syncfs.invokeExact(file) == 0;
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

    /// 0, which is no type, where the system does not say.
    private static long type(Calls calls, int file, Arena arena) throws Throwable {
        MemorySegment answer = arena.allocate(STATFS_BYTES, Long.BYTES);
        return (int) calls.fstatfs.invokeExact(file, answer) == 0 ? answer.get(ValueLayout.JAVA_LONG, 0) : 0;
    }
}
