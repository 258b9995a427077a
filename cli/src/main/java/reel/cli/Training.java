package reel.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Random;
import reel.cli.screen.Surroundings;

/// A small working day, run once at build time so that the JVM can record what real commands load and compile.
///
/// `Training small DIR` runs the short commands, `Training large DIR` the ones that compute over bytes, `Training
/// transfer DIR` those that move them, also from and to a [TrainingServer]; DIR is made and left to the caller to
/// remove.
final class Training {
    private static final int CLIP_BYTES = 48 << 20;
    private static final int SMALL_FILES = 300;

    private Training() {}

    public static void main(String[] args) throws IOException {
        Path folder = Files.createDirectories(Path.of(args[1]));
        boolean large = !args[0].equals("small");
        Path secret = folder.resolve("secret");
        Files.createFile(secret, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(secret, "training");
        fill(folder, large ? CLIP_BYTES : 1 << 20);
        Surroundings.ofProcess();
        Surroundings around = new Surroundings(
                folder,
                folder,
                Map.of(
                        "REEL_USER_NAME",
                        "training",
                        "REEL_USER_EMAIL",
                        "training@localhost",
                        "REEL_PASSPHRASE_FILE",
                        secret.toString(),
                        "XDG_RUNTIME_DIR",
                        folder.toString()),
                InputStream.nullInputStream(),
                OutputStream.nullOutputStream(),
                OutputStream.nullOutputStream(),
                false,
                false,
                80);
        switch (args[0]) {
            case "small" -> run(around, folder, SMALL, "");
            case "large" -> run(around, folder, LARGE, "");
            default -> {
                try (TrainingServer server = TrainingServer.start()) {
                    run(around, folder, TRANSFER, server.address());
                }
            }
        }
    }

    /// @param server takes the place of `SERVER` in the lines
    private static void run(Surroundings around, Path folder, List<String> lines, String server) throws IOException {
        for (String line : lines) {
            int code = Main.run(around, line.replace("SERVER", server).split(" "));
            if (code != 0) {
                throw new IllegalStateException("reel " + line + " ended with " + code);
            }
            if (line.startsWith("tag v1")) {
                edit(folder);
            }
        }
    }

    private static final List<String> SMALL = List.of(
            "version",
            "init",
            "add .",
            "status",
            "commit -m first",
            "tag v1",
            "status",
            "status --json",
            "add .",
            "commit -m second",
            "tag v2",
            "log",
            "log --oneline --graph",
            "log --json",
            "show",
            "diff v1 v2 --stat",
            "diff v1 v2",
            "ls-files",
            "branch",
            "branch grade",
            "tag",
            "op log",
            "config list",
            "version --json",
            "help",
            "ls -l scene1",
            "tree scene2",
            "remote list",
            "init --encrypt vault",
            "-C vault key unlock",
            "-C vault status");

    private static final List<String> LARGE = List.of(
            "init",
            "add .",
            "commit -m first",
            "tag v1",
            "commit -A -m second",
            "tag v2",
            "checkout v1",
            "checkout main",
            "restore clip.bin --from v1 --force",
            "restore clip.bin --force",
            "status",
            "stats",
            "cat v1:clip.bin",
            "fsck --data",
            "gc",
            "parity",
            "scrub",
            "repair",
            "copy scene0 copied/scene0",
            "copy clip.bin copied/",
            "sync --delete scene1 copied/scene0",
            "check scene1 copied/scene0",
            "size copied",
            "delete -r copied",
            "video encode clip.bin clip.mp4",
            "video info clip.mp4",
            "video decode clip.mp4 -o decoded",
            "protect encode clip.bin parts --layout container",
            "protect verify parts",
            "protect decode parts -o clip.back",
            "protect encode clip.bin symbols",
            "protect info symbols",
            "recover symbols -o clip.symbols",
            "init --encrypt vault",
            "protect decode symbols -o vault/clip.bin",
            "-C vault add .",
            "-C vault commit -m first",
            "-C vault restore clip.bin --force",
            "-C vault fsck --data");

    private static final List<String> TRANSFER = List.of(
            "copy scene0 copied/scene0",
            "copy clip.bin copied/",
            "sync --delete scene1 copied/scene0",
            "sync scene1 copied/scene0",
            "check scene1 copied/scene0",
            "size copied",
            "delete -r copied",
            "remote add bucket s3://films endpoint=SERVER region=us-east-1 path-style=true",
            "copy scene2 bucket:scene2",
            "sync scene2 bucket:scene2",
            "copy clip.bin bucket:clip.bin",
            "copy bucket:scene2 back",
            "copy bucket:clip.bin back/clip.bin",
            "copy SERVER/films/clip.bin fetched.bin",
            "check clip.bin bucket:clip.bin",
            "size bucket:scene2");

    private static void fill(Path folder, int clipBytes) throws IOException {
        Random random = new Random(1);
        byte[] clip = new byte[clipBytes];
        random.nextBytes(clip);
        Files.write(folder.resolve("clip.bin"), clip);
        for (int i = 0; i < SMALL_FILES; i++) {
            Path file = folder.resolve("scene" + i % 10).resolve("shot" + i + ".json");
            Files.createDirectories(file.getParent());
            Files.writeString(
                    file, ("{\"shot\": " + i + ", \"frames\": " + random.nextInt(9999) + "}\n").repeat(1 + i));
        }
    }

    private static void edit(Path folder) throws IOException {
        byte[] clip = Files.readAllBytes(folder.resolve("clip.bin"));
        clip[clip.length / 2]++;
        Files.write(folder.resolve("clip.bin"), clip);
        Files.writeString(folder.resolve("scene1/notes.txt"), "a note\n");
        Files.delete(folder.resolve("scene2/shot2.json"));
    }
}
