package reel.backend.sftp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The helper that ssh starts when it wants a password, a passphrase or a PIN: a script of a few lines that passes
/// the question here and the answer back, through two pipes in a folder that is the user's alone. A secret is
/// never in a file, in arguments or in the environment. One for one connection, until that is made.
final class AskPass implements AutoCloseable {
    /// What the script says and hears is one line each. The shell's own `printf` starts no process with arguments.
    private static final String SCRIPT = """
            #!/bin/sh
            here=${0%/*}
            printf '%s\\0%s\\0' "${SSH_ASKPASS_PROMPT-}" "$1" | tr '\\n\\0' ' \\n' > "$here/question" || exit 1
            IFS= read -r answer < "$here/answer" || exit 1
            case $answer in
            +*) printf '%s\\n' "${answer#+}" ;;
            *) exit 1 ;;
            esac
            """;

    private static final int MOST_QUESTION = 4096;
    static final String QUESTION = "question";
    static final String ANSWER = "answer";

    private final Path script;
    private final FileChannel question;
    private final FileChannel answer;
    private final Answers answers;
    private volatile boolean asking;
    private volatile boolean closed;

    /// Who knows the secrets.
    interface Answers {
        /// What to answer to a prompt of ssh's; null to give no answer.
        byte @Nullable [] answer(String prompt);
    }

    private AskPass(Path script, FileChannel question, FileChannel answer, Answers answers) {
        this.script = script;
        this.question = question;
        this.answer = answer;
        this.answers = answers;
    }

    /// @param fifos with the pipes [#QUESTION] and [#ANSWER]
    static AskPass open(Fifos fifos, Answers answers) throws IOException {
        Path script = fifos.path("ask");
        Files.writeString(script, SCRIPT);
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
        AskPass asked = new AskPass(script, fifos.both(QUESTION), fifos.both(ANSWER), answers);
        asked.start();
        return asked;
    }

    /// What ssh must have in its environment to find the helper.
    Map<String, String> environment() {
        return Map.of("SSH_ASKPASS", script.toString(), "SSH_ASKPASS_REQUIRE", "force");
    }

    /// Whether somebody is thinking of an answer.
    boolean asking() {
        return asking;
    }

    private void start() {
        Thread thread = new Thread(null, this::serve, "sftp-ask", 256 << 10);
        thread.setDaemon(true);
        thread.start();
    }

    private void serve() {
        try {
            while (!closed) {
                String kind = line();
                String prompt = line();
                asking = true;
                try {
                    reply(kind.equals("none") ? null : answers.answer(prompt));
                } finally {
                    asking = false;
                }
            }
        } catch (IOException closedMeanwhile) {
            // The connection is made, or never will be.
        }
    }

    private String line() throws IOException {
        ByteBuffer one = ByteBuffer.allocate(1);
        ByteBuffer line = ByteBuffer.allocate(MOST_QUESTION);
        while (true) {
            one.clear();
            if (question.read(one) < 0) {
                throw new IOException("the question's pipe ended");
            }
            if (one.get(0) == '\n') {
                return StandardCharsets.UTF_8.decode(line.flip()).toString();
            }
            if (line.hasRemaining()) {
                line.put(one.get(0));
            }
        }
    }

    private void reply(byte @Nullable [] secret) throws IOException {
        ByteBuffer line = ByteBuffer.allocateDirect(2 + (secret == null ? 0 : secret.length));
        line.put((byte) (secret == null ? '-' : '+'));
        if (secret != null) {
            line.put(secret);
        }
        line.put((byte) '\n').flip();
        while (line.hasRemaining()) {
            answer.write(line);
        }
        line.clear();
        while (line.hasRemaining()) {
            line.put((byte) 0);
        }
    }

    @Override
    public void close() throws IOException {
        closed = true;
        question.close();
        answer.close();
    }
}
