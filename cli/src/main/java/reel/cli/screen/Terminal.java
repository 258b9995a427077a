package reel.cli.screen;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InaccessibleObjectException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Whether a stream is a terminal, each asked by itself.
///
/// `System.console()` answers for stdin and stdout together and loads a line editor; a link in `/proc` costs
/// nothing.
final class Terminal {
    private Terminal() {}

    /// The descriptor for messages: 2, or the one the launcher kept free of the JVM's own warnings.
    static int stderrDescriptor() {
        return Integer.getInteger("reel.stderr", 2);
    }

    /// The stream over [#stderrDescriptor]. The JDK opens a descriptor by number only through a constructor
    /// that it keeps to itself; where the launcher did not open that door, plain stderr is right too.
    static FileOutputStream stderr() {
        int descriptor = stderrDescriptor();
        if (descriptor != 2) {
            try {
                Constructor<FileDescriptor> byNumber = FileDescriptor.class.getDeclaredConstructor(int.class);
                byNumber.setAccessible(true);
                return new FileOutputStream(byNumber.newInstance(descriptor));
            } catch (ReflectiveOperationException | InaccessibleObjectException closed) {
                return new FileOutputStream(FileDescriptor.err);
            }
        }
        return new FileOutputStream(FileDescriptor.err);
    }

    static boolean is(int descriptor) {
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor))
                    .toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException | UnsupportedOperationException noProc) {
            return System.console() != null && System.console().isTerminal();
        }
    }
}
