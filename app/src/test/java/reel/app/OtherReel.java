package reel.app;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import reel.app.heal.RepairRepository;
import reel.history.workspace.Progress;
import reel.stream.Conflict;
import reel.testkit.Data;

/// A second process at the same workspace, with little memory. It says a line for each thing that is done.
final class OtherReel implements AutoCloseable {
    private static final int FILES = 6;
    private static final int FILE_BYTES = 200_000;

    private final Process process;
    private final BufferedReader says;

    private OtherReel(Process process) {
        this.process = process;
        this.says = process.inputReader(StandardCharsets.UTF_8);
    }

    /// @param task `work`: versions without end from number `first`; `commit`: file `name` added and committed;
    /// `churn`: so many versions of a file, each after one that is never committed, as in `name:12`;
    /// `repair`: of everything, by the identity in the file `name`, once it may begin
    static OtherReel start(Path root, String task, String argument) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--add-modules",
                "jdk.incubator.vector",
                "--enable-native-access=ALL-UNNAMED",
                "-Dreel.test.encrypted=" + Boolean.getBoolean("reel.test.encrypted"),
                "-cp",
                System.getProperty("java.class.path"),
                OtherReel.class.getName(),
                root.toString(),
                task,
                argument));
        return new OtherReel(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start());
    }

    /// Tells it that it may begin.
    void begin() throws IOException {
        process.getOutputStream().write('\n');
        process.getOutputStream().flush();
    }

    /// Its next line; null when it has ended.
    @Nullable
    String says() throws IOException {
        return says.readLine();
    }

    /// Ends it as `kill -9` does, after so long at most; what it said and nobody read stays readable.
    void killAfter(Duration time) throws InterruptedException {
        process.waitFor(time);
        process.toHandle().destroyForcibly();
        process.waitFor();
    }

    @Override
    public void close() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    public static void main(String[] args) throws IOException {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        Desk desk = Desk.at(Path.of(args[0])).waiting(Duration.ofSeconds(60));
        switch (args[1]) {
            case "work" -> {
                for (int version = Integer.parseInt(args[2]); ; version++) {
                    write(desk, version);
                    out.println(version + " " + desk.addAndCommit("version " + version));
                }
            }
            case "commit" -> {
                for (int i = 0; i < 4; i++) {
                    String name = args[2] + i;
                    desk.write(name, name.getBytes(StandardCharsets.UTF_8));
                    out.println(name + " " + commitBesideOthers(desk, name));
                }
            }
            case "churn" -> {
                String[] nameAndCount = args[2].split(":");
                for (int i = 0; i < Integer.parseInt(nameAndCount[1]); i++) {
                    desk.write(nameAndCount[0], churned(nameAndCount[0], -1 - i));
                    desk.add();
                    desk.write(nameAndCount[0], churned(nameAndCount[0], i));
                    out.println(i + " " + commitBesideOthers(desk, nameAndCount[0] + i));
                }
            }
            case "repair" -> {
                out.println("ready");
                int unused = System.in.read();
                Desk owner = desk.withEnvironment(Map.of("REEL_IDENTITY_FILE", args[2]));
                RepairRepository.Report report =
                        owner.run(new RepairRepository(Progress.NONE, Duration.ofSeconds(60))::run);
                out.println(report.left());
            }
            default -> throw new IllegalArgumentException(args[1]);
        }
    }

    /// One version of a file of `churn`.
    static byte[] churned(String name, int version) {
        byte[] bytes = Data.NOISE.bytes(new SplittableRandom(name.hashCode()), 150_000);
        byte[] piece = Data.NOISE.bytes(new SplittableRandom(31L * name.hashCode() + version), 40_000);
        System.arraycopy(piece, 0, bytes, Math.floorMod(version, 3) * piece.length, piece.length);
        return bytes;
    }

    /// Adds and commits; where another was faster, it has committed this file too.
    static String commitBesideOthers(Desk desk, String name) throws IOException {
        desk.add();
        try {
            return desk.commit(name).toString();
        } catch (Conflict | reel.stream.Refused takenAlong) {
            return "taken along";
        }
    }

    /// The folder of one version: the same for the same number, and much like its neighbours.
    static void write(Desk desk, int version) throws IOException {
        desk.clear();
        for (int file = 0; file < FILES; file++) {
            int since = version - Math.floorMod(version - file, FILES);
            byte[] bytes = Data.NOISE.bytes(new SplittableRandom(file), FILE_BYTES);
            byte[] piece = Data.TEXT.bytes(new SplittableRandom(since), 2_000);
            System.arraycopy(piece, 0, bytes, Math.floorMod(since * 7919, FILE_BYTES - piece.length), piece.length);
            desk.write("shot" + file + "/plate.mov", bytes);
        }
        desk.write("notes/" + version + ".txt", ("version " + version + "\n").getBytes(StandardCharsets.UTF_8));
    }
}
