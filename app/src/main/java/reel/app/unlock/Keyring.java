package reel.app.unlock;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import reel.stream.Refused;

/// The desktop's keyring, through the program that comes with it: `secret-tool` (GNOME, KDE) or `security`
/// (macOS).
///
/// Secrets go through its standard streams, never its arguments, as hexadecimal digits, which no quoting spoils.
public final class Keyring {
    private static final String SERVICE = "reel";
    private static final int MAX_ANSWER_BYTES = 8192;

    /// A keyring that has to be unlocked asks on the screen; who is not there does not answer.
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Answer NO_ANSWER = new Answer(-1, "");

    /// What `security` ends with where there is no such entry.
    private static final int SECURITY_HAS_NONE = 44;

    /// What a secret opens.
    public enum Lock {
        REPOSITORY("repository", "", "reel repository"),
        PLACE("place", "place:", "reel place");

        private final String attribute;
        private final String prefix;
        private final String label;

        Lock(String attribute, String prefix, String label) {
            this.attribute = attribute;
            this.prefix = prefix;
            this.label = label;
        }
    }

    private enum Tool {
        SECRET_TOOL("secret-tool"),
        SECURITY("security");

        private final String program;

        Tool(String program) {
            this.program = program;
        }
    }

    private final Tool tool;
    private final Lock lock;
    private final Path program;
    private final Map<String, String> environment;
    private final Duration patience;

    private Keyring(Tool tool, Lock lock, Path program, Map<String, String> environment, Duration patience) {
        this.tool = tool;
        this.lock = lock;
        this.program = program;
        this.environment = environment;
        this.patience = patience;
    }

    /// The keyring of this system, by the programs on the path; null where there is none.
    public static @Nullable Keyring find(Map<String, String> environment) {
        return find(environment, PATIENCE);
    }

    /// The same. @param patience how long its program may take to answer before it is ended
    static @Nullable Keyring find(Map<String, String> environment, Duration patience) {
        for (String folder : environment.getOrDefault("PATH", "").split(":")) {
            for (Tool tool : Tool.values()) {
                Path program = folder.isEmpty() ? null : Path.of(folder, tool.program);
                if (program != null && Files.isExecutable(program)) {
                    return new Keyring(tool, Lock.REPOSITORY, program, environment, patience);
                }
            }
        }
        return null;
    }

    /// The same keyring for secrets of another kind; those of one kind never answer for another.
    public Keyring of(Lock other) {
        return new Keyring(tool, other, program, environment, patience);
    }

    static Keyring require(Map<String, String> environment) throws Refused {
        Keyring found = find(environment);
        if (found == null) {
            throw new Refused(
                    "keyring",
                    "neither `secret-tool` nor `security` is on the PATH",
                    "Use `reel key unlock` or REEL_PASSPHRASE_FILE.");
        }
        return found;
    }

    /// The secret kept for a repository or place; null where there is none.
    ///
    /// @param name letters, digits and `-_.~%:/@`, so that no program takes it for anything else
    public char @Nullable [] lookup(String name) throws IOException {
        List<String> arguments = switch (tool) {
            case SECRET_TOOL -> List.of("lookup", "service", SERVICE, lock.attribute, name);
            case SECURITY -> List.of("find-generic-password", "-s", SERVICE, "-a", lock.prefix + name, "-w");
        };
        String answer = run(arguments, "").text().strip();
        if (answer.isEmpty() || answer.length() % 2 != 0 || !answer.matches("[0-9a-f]*")) {
            return null;
        }
        return new String(HexFormat.of().parseHex(answer), StandardCharsets.UTF_8).toCharArray();
    }

    public void store(String name, char[] secret) throws IOException {
        String hex = HexFormat.of().formatHex(new String(secret).getBytes(StandardCharsets.UTF_8));
        Answer unused = switch (tool) {
            case SECRET_TOOL ->
                run(List.of("store", "--label=" + lock.label, "service", SERVICE, lock.attribute, name), hex);
            case SECURITY ->
                run(
                        List.of("-i"),
                        "add-generic-password -U -s " + SERVICE + " -a " + lock.prefix + name + " -w " + hex + "\n");
        };
        char[] kept = lookup(name);
        if (kept == null || !new String(kept).equals(new String(secret))) {
            throw new Refused("keyring", "did not keep the secret", "Unlock the keyring, then try again.");
        }
    }

    /// [Refused] where the keyring may have it still.
    public void clear(String name) throws IOException {
        Answer answer = switch (tool) {
            case SECRET_TOOL -> run(List.of("clear", "service", SERVICE, lock.attribute, name), "");
            case SECURITY -> run(List.of("delete-generic-password", "-s", SERVICE, "-a", lock.prefix + name), "");
        };
        boolean none = tool == Tool.SECURITY && answer.exit == SECURITY_HAS_NONE;
        if ((answer.exit != 0 && !none) || lookup(name) != null) {
            throw new Refused("keyring", "did not forget the secret", "Unlock the keyring, then try again.");
        }
    }

    /// How the program ended and what it said; nothing where it failed, which is how it says that there is
    /// nothing.
    private record Answer(int exit, String text) {}

    private Answer run(List<String> arguments, String input) throws IOException {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().clear();
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            try (OutputStream out = process.getOutputStream()) {
                out.write(input.getBytes(StandardCharsets.UTF_8));
            } catch (IOException deaf) {
                // It ended without reading; its exit code tells.
            }
            return answer(process);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while asking the keyring");
        } finally {
            // What it started may hold its output open, so that goes first, while it can be told whose it is.
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    /// Reads beside, since no read can be ended that waits for a window nobody sees.
    private Answer answer(Process process) throws IOException, InterruptedException {
        FutureTask<String> reading = new FutureTask<>(() -> {
            try (InputStream in = process.getInputStream()) {
                return new String(in.readNBytes(MAX_ANSWER_BYTES), StandardCharsets.UTF_8);
            }
        });
        Thread unused = Thread.ofVirtual().name("keyring").start(reading);
        long end = System.nanoTime() + patience.toNanos();
        try {
            String text = reading.get(patience.toNanos(), TimeUnit.NANOSECONDS);
            if (process.waitFor(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                return new Answer(process.exitValue(), process.exitValue() == 0 ? text : "");
            }
            return NO_ANSWER;
        } catch (TimeoutException silent) {
            return NO_ANSWER;
        } catch (ExecutionException unreadable) {
            throw new IOException("the answer of " + program + " cannot be read", unreadable.getCause());
        }
    }
}
