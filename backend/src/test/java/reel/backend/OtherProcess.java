package reel.backend;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import reel.stream.Conflict;

/// A second process on the same folder, told what to do by its arguments: it says a line when it is done and
/// then waits until its input ends, or it is killed.
final class OtherProcess implements AutoCloseable {
    private final Process process;
    private final BufferedReader says;

    private OtherProcess(Process process) {
        this.process = process;
        this.says = process.inputReader(StandardCharsets.UTF_8);
    }

    static OtherProcess start(String task, Path root, String argument) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                OtherProcess.class.getName(),
                task,
                root.toString(),
                argument));
        return new OtherProcess(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /// Waits for its line.
    String says() throws IOException {
        return Objects.requireNonNull(says.readLine(), "the other process ended without a word");
    }

    long pid() {
        return process.pid();
    }

    /// Kills it as `kill -9` does, and waits until it is dead.
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /// Lets it end in peace.
    @Override
    public void close() throws IOException, InterruptedException {
        process.getOutputStream().close();
        process.waitFor();
    }

    public static void main(String[] args) throws IOException {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        try (LocalBackend backend = LocalBackend.open(Path.of(args[1]))) {
            switch (args[0]) {
                case "share", "own" -> {
                    try (Locking.Lock lock = Objects.requireNonNull(
                                    backend.traits().locking())
                            .lock(Handle.of(args[2]), args[0].equals("share"), Duration.ZERO)) {
                        out.println(lock == null ? "not held" : "held");
                        awaitEnd();
                    } catch (Conflict refused) {
                        out.println("conflict");
                    }
                }
                case "spool" -> {
                    Spooling.Spool spool =
                            Objects.requireNonNull(backend.traits().spooling()).spool("x");
                    spool.append(MemorySegment.ofArray(new byte[Integer.parseInt(args[2])]));
                    out.println("spooled");
                    awaitEnd();
                    spool.close();
                }
                case "create" -> {
                    StringBuilder won = new StringBuilder();
                    for (int i = 0; i < Integer.parseInt(args[2]); i++) {
                        try {
                            backend.createNew(
                                    Handle.of("ops/" + i),
                                    Source.of(Long.toString(
                                                    ProcessHandle.current().pid())
                                            .getBytes(StandardCharsets.UTF_8)));
                            won.append(i).append(' ');
                        } catch (Conflict lost) {
                            continue;
                        }
                    }
                    out.println(won);
                }
                case "churn" -> churn(backend, out);
                default -> throw new IllegalArgumentException(args[0]);
            }
        }
    }

    /// The only bytes an object of this number can have.
    static byte[] content(int number) {
        byte[] bytes = new byte[number * 7919 % 400_000];
        new Random(number).nextBytes(bytes);
        return bytes;
    }

    /// Writes objects in every way there is until it is killed, saying the number of each when it is durable.
    private static void churn(LocalBackend backend, PrintStream out) throws IOException {
        for (int i = 1; ; i++) {
            Handle handle = Handle.of("packs/" + i % 7 + "/" + i);
            switch (i % 3) {
                case 0 -> backend.write(handle, Source.of(content(i)));
                case 1 -> backend.createNew(handle, Source.of(content(i)));
                default -> {
                    try (Spooling.Spool spool =
                            Objects.requireNonNull(backend.traits().spooling()).spool("pack")) {
                        MemorySegment all = MemorySegment.ofArray(content(i));
                        long middle = all.byteSize() / 3;
                        spool.append(all.asSlice(0, middle));
                        spool.append(all.asSlice(middle));
                        spool.publish(handle);
                    }
                }
            }
            out.println(i);
        }
    }

    private static void awaitEnd() throws IOException {
        while (System.in.read() >= 0) {
            // Nothing to be told.
        }
    }
}
