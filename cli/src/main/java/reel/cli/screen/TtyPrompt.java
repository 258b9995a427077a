package reel.cli.screen;

import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import reel.app.unlock.Prompt;

/// Asks on the controlling terminal, whatever the standard streams are, with its echo off.
///
/// Waiting is done by looking, not by a blocking read, so that Ctrl-C ends it and the echo comes back.
final class TtyPrompt implements Prompt {
    private static final Path TTY = Path.of("/dev/tty");
    private static final int MAX_BYTES = 4096;
    private static final long LOOK_MILLIS = 20;

    private TtyPrompt() {}

    /// Somebody to ask, where a person sits at this process: its messages or its input are a terminal's.
    static Prompt ofProcess() {
        return Terminal.is(Terminal.stderrDescriptor()) || Terminal.is(0) ? new TtyPrompt() : Prompt.NOBODY;
    }

    @Override
    public char @Nullable [] ask(String question) throws IOException {
        try (FileInputStream in = new FileInputStream(TTY.toFile());
                FileOutputStream out = new FileOutputStream(TTY.toFile())) {
            if (!echo(false)) {
                return null;
            }
            try {
                out.write(question.getBytes(StandardCharsets.UTF_8));
                return line(in);
            } finally {
                boolean unused = echo(true);
                out.write('\n');
            }
        } catch (java.io.FileNotFoundException noTerminal) {
            return null;
        }
    }

    private static char @Nullable [] line(FileInputStream in) throws IOException {
        byte[] typed = new byte[MAX_BYTES];
        int length = 0;
        try {
            while (length < typed.length) {
                while (in.available() == 0) {
                    Thread.sleep(LOOK_MILLIS);
                }
                int next = in.read();
                if (next < 0 || next == '\n') {
                    break;
                }
                typed[length++] = (byte) next;
            }
            CharBuffer text = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(typed, 0, length));
            char[] chars = new char[text.remaining()];
            text.get(chars);
            Arrays.fill(text.array(), '\0');
            return chars;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            InterruptedIOException interrupted = new InterruptedIOException("interrupted at the passphrase");
            interrupted.initCause(stopped);
            throw interrupted;
        } finally {
            Arrays.fill(typed, (byte) 0);
        }
    }

    /// Whether the terminal did as told.
    private static boolean echo(boolean on) throws IOException {
        boolean interrupted = Thread.interrupted();
        Process stty = new ProcessBuilder("stty", on ? "echo" : "-echo")
                .redirectInput(TTY.toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            return stty.waitFor(2, TimeUnit.SECONDS) && stty.exitValue() == 0;
        } catch (InterruptedException again) {
            interrupted = true;
            return false;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
