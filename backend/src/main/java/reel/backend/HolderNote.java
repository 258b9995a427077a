package reel.backend;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/// Who holds a lock, as text in the lock's file: process id, start time and program, a line each. Only for
/// messages: the kernel decides who holds it, so a note that is missing, old or damaged does no harm.
///
/// The arguments are not written down, for they hold names that an encrypted repository hides; the system tells them
/// of a process that runs.
///
/// @param started seconds since 1970; 0 where unknown
record HolderNote(long pid, long started, String command) {
    private static final int MAX_BYTES = 1024;
    private static final int MAX_COMMAND_CHARS = 200;

    private static final class Holder {
        static final HolderNote OURS = ours();
    }

    static HolderNote ofThisProcess() {
        return Holder.OURS;
    }

    private static HolderNote ours() {
        ProcessHandle self = ProcessHandle.current();
        String command =
                System.getProperty("sun.java.command", self.info().command().orElse("java"));
        return new HolderNote(self.pid(), startOf(self), printable(program(command)));
    }

    private static long startOf(ProcessHandle process) {
        return process.info().startInstant().map(Instant::getEpochSecond).orElse(0L);
    }

    /// `/opt/reel/reel.jar add .` is `reel.jar`.
    private static String program(String command) {
        int space = command.indexOf(' ');
        String first = space < 0 ? command : command.substring(0, space);
        return first.substring(first.lastIndexOf('/') + 1);
    }

    /// The program with its arguments, where the system tells them.
    private String commandLine() {
        String[] arguments = ProcessHandle.of(pid)
                .flatMap(process -> process.info().arguments())
                .orElse(new String[0]);
        StringBuilder line = new StringBuilder();
        for (String argument : arguments) {
            if (!line.isEmpty()) {
                line.append(' ').append(argument);
            } else if (program(argument).equals(command)) {
                line.append(command);
            }
        }
        return line.isEmpty() ? command : printable(line.toString());
    }

    private static String printable(String text) {
        StringBuilder clean = new StringBuilder();
        text.codePoints()
                .limit(MAX_COMMAND_CHARS)
                .map(c -> Character.isISOControl(c) ? ' ' : c)
                .forEach(clean::appendCodePoint);
        return clean.toString();
    }

    /// Leaves the note. A full disk must not keep anybody from locking, least of all who wants to delete.
    void writeTo(FileChannel channel) {
        try {
            byte[] text = (pid + "\n" + started + "\n" + command + "\n").getBytes(StandardCharsets.UTF_8);
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(text), 0);
        } catch (IOException unwritten) {
            // The lock is held all the same.
        }
    }

    /// Removes the note if it is this one; a sharer may have put another there.
    void clearFrom(FileChannel channel) {
        try {
            if (parse(text(channel)).filter(this::equals).isPresent()) {
                channel.truncate(0);
            }
        } catch (IOException unread) {
            // It is only a note.
        }
    }

    /// The holder in words.
    static String readFrom(FileChannel channel) {
        try {
            return parse(text(channel))
                    .filter(HolderNote::lives)
                    .map(note -> "`" + note.commandLine() + "` (process " + note.pid + ", running since "
                            + Instant.ofEpochSecond(note.started) + ")")
                    .orElse("another process");
        } catch (IOException unread) {
            return "another process";
        }
    }

    private boolean lives() {
        return ProcessHandle.of(pid).filter(p -> startOf(p) == started).isPresent();
    }

    private static String text(FileChannel channel) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(MAX_BYTES);
        int length = channel.read(bytes, 0);
        return new String(bytes.array(), 0, Math.max(0, length), StandardCharsets.UTF_8);
    }

    private static Optional<HolderNote> parse(String text) {
        String[] lines = text.split("\n", 3);
        try {
            return lines.length < 3
                    ? Optional.empty()
                    : Optional.of(new HolderNote(
                            Long.parseLong(lines[0]), Long.parseLong(lines[1]), printable(lines[2].strip())));
        } catch (NumberFormatException foreign) {
            return Optional.empty();
        }
    }
}
