package reel.backend.sftp;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import reel.stream.ReelException;
import reel.stream.Refused;

/// One `ssh` process that the sftp subsystem of a server is reached through.
final class SshTube implements Tube {
    /// Of what ssh says on its standard error, the last; a server can make it say as much as it likes.
    private static final int MOST_WORDS = 16 << 10;

    private static final long LAST_WORDS_MILLIS = 2000;

    private static final String DEAF = "trap '' INT HUP QUIT; exec \"$0\" \"$@\"";
    private static final String IN = "in";
    private static final String OUT = "out";

    private final SshCommand command;
    private final Process process;
    private final Pipes pipes;
    private final @Nullable AskPass ask;
    private final @Nullable Fifos fifos;
    private final Thread listener;
    private final StringBuilder words = new StringBuilder();
    private volatile boolean greeted;

    private SshTube(SshCommand command, Process process, Pipes pipes, @Nullable AskPass ask, @Nullable Fifos fifos) {
        this.command = command;
        this.process = process;
        this.pipes = pipes;
        this.ask = ask;
        this.fifos = fifos;
        listener = new Thread(null, this::listen, "sftp-words", 256 << 10);
        listener.setDaemon(true);
    }

    /// @param answers to what ssh asks; null where nobody can be asked
    static SshTube start(SshCommand command, AskPass.@Nullable Answers answers) throws IOException {
        Fifos fifos = Fifos.make(IN, OUT, AskPass.QUESTION, AskPass.ANSWER);
        AskPass ask = null;
        boolean done = false;
        try {
            ask = answers == null || fifos == null ? null : AskPass.open(fifos, answers);
            ProcessBuilder builder = new ProcessBuilder(fifos == null ? command.line() : shielded(command));
            builder.environment().put("LC_ALL", "C");
            if (ask != null) {
                builder.environment().putAll(ask.environment());
            }
            SshTube tube = fifos == null
                    ? started(command, start(builder, command), ask, fifos)
                    : throughPipes(command, builder, ask, fifos);
            tube.listener.start();
            done = true;
            return tube;
        } finally {
            if (!done) {
                quietly(ask);
                quietly(fifos);
            }
        }
    }

    /// The command line, deaf to what a terminal sends to everything in the foreground: it is this process that is
    /// stopped by Ctrl-C, and it still has things to say to the server. A name that nothing has is left as it is.
    private static List<String> shielded(SshCommand command) {
        List<String> line = command.line();
        Path shell = Path.of("/bin/sh");
        if (!Files.isExecutable(shell) || !isProgram(line.getFirst())) {
            return line;
        }
        List<String> shielded = new ArrayList<>(List.of(shell.toString(), "-c", DEAF));
        shielded.addAll(line);
        return shielded;
    }

    private static boolean isProgram(String name) {
        if (name.contains("/")) {
            return Files.isExecutable(Path.of(name));
        }
        for (String folder : System.getenv().getOrDefault("PATH", "").split(":", -1)) {
            Path file = Path.of(folder, name);
            if (Files.isRegularFile(file) && Files.isExecutable(file)) {
                return true;
            }
        }
        return false;
    }

    private static SshTube started(SshCommand command, Process process, @Nullable AskPass ask, @Nullable Fifos fifos) {
        return new SshTube(
                command,
                process,
                new Pipes(process.getInputStream(), process.getOutputStream(), null, null),
                ask,
                fifos);
    }

    /// Both pipes are held open from both ends until the process has its own.
    private static SshTube throughPipes(SshCommand command, ProcessBuilder builder, @Nullable AskPass ask, Fifos fifos)
            throws IOException {
        builder.redirectInput(fifos.path(IN).toFile());
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(fifos.path(OUT).toFile()));
        try (FileChannel in = fifos.both(IN);
                FileChannel out = fifos.both(OUT)) {
            PipeSize.raise(fifos.path(IN));
            PipeSize.raise(fifos.path(OUT));
            Process process = start(builder, command);
            FileChannel fastOut = fifos.one(IN, StandardOpenOption.WRITE);
            FileChannel fastIn = fifos.one(OUT, StandardOpenOption.READ);
            // The second way in, for small requests: unlike a channel no interruption closes it.
            OutputStream small = new FileOutputStream(fifos.path(IN).toFile());
            Pipes pipes = new Pipes(process.getInputStream(), small, fastIn, fastOut);
            return new SshTube(command, process, pipes, ask, fifos);
        }
    }

    private static Process start(ProcessBuilder builder, SshCommand command) throws Refused {
        try {
            return builder.start();
        } catch (IOException noProgram) {
            throw new Refused(
                    command.options().ssh(),
                    "cannot be started, and servers are reached through it",
                    "Install the client of OpenSSH, or name the program with the remote's option ssh.",
                    noProgram);
        }
    }

    @Override
    public long read(ByteBuffer[] into) throws IOException {
        return pipes.read(into);
    }

    @Override
    public void write(ByteBuffer[] from) throws IOException {
        pipes.write(from);
    }

    @Override
    public void writeNow(byte[] from, int length) throws IOException {
        pipes.writeNow(from, length);
    }

    private void listen() {
        byte[] some = new byte[1024];
        try (InputStream errors = process.getErrorStream()) {
            for (int count = errors.read(some); count >= 0; count = errors.read(some)) {
                synchronized (words) {
                    words.append(new String(some, 0, count, StandardCharsets.UTF_8));
                    words.delete(0, Math.max(0, words.length() - MOST_WORDS));
                }
            }
        } catch (IOException ended) {
            // What was heard is all there is.
        }
    }

    @Override
    public boolean asking() {
        return ask != null && ask.asking();
    }

    @Override
    public void greeted() {
        greeted = true;
        closeAsk();
    }

    private void closeAsk() {
        quietly(ask);
        quietly(fifos);
    }

    private static void quietly(@Nullable AutoCloseable pipe) {
        try {
            if (pipe != null) {
                pipe.close();
            }
        } catch (Exception ended) {
            // It is closed, or was; at worst an empty folder is left among the temporary ones.
        }
    }

    @Override
    public ReelException epitaph() {
        try {
            process.waitFor(LAST_WORDS_MILLIS, TimeUnit.MILLISECONDS);
            listener.join(LAST_WORDS_MILLIS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        synchronized (words) {
            return SshWords.explain(command, words.toString(), greeted);
        }
    }

    @Override
    public void close() {
        // The process itself would close what it said last, too.
        process.toHandle().destroyForcibly();
        pipes.close();
        closeAsk();
    }

    /// Both directions: named pipes where the system has them, which spares a copy of every byte and lets a
    /// blocked thread be freed; elsewhere the streams that Java has.
    private record Pipes(
            InputStream in,
            OutputStream out,
            @Nullable FileChannel fastIn,
            @Nullable FileChannel fastOut) {
        private static final int PIECE_BYTES = 64 << 10;

        long read(ByteBuffer[] into) throws IOException {
            if (fastIn != null) {
                return fastIn.read(into);
            }
            ByteBuffer first = into[0].hasRemaining() ? into[0] : into[into.length - 1];
            byte[] some = new byte[Math.min(PIECE_BYTES, first.remaining())];
            int count = in.read(some);
            if (count > 0) {
                first.put(some, 0, count);
            }
            return count;
        }

        void write(ByteBuffer[] from) throws IOException {
            if (fastOut != null) {
                fastOut.write(from);
                return;
            }
            for (ByteBuffer buffer : from) {
                while (buffer.hasRemaining()) {
                    byte[] some = new byte[Math.min(PIECE_BYTES, buffer.remaining())];
                    buffer.get(some);
                    out.write(some);
                }
            }
            out.flush();
        }

        void writeNow(byte[] from, int length) throws IOException {
            out.write(from, 0, length);
            out.flush();
        }

        void close() {
            quietly(fastIn);
            quietly(fastOut);
            quietly(out);
            quietly(in);
        }
    }
}
