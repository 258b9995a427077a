package reel.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import reel.app.branch.Operations;
import reel.app.branch.Tags;
import reel.history.tree.TreeEntry;
import reel.stream.hash.Blake3;
import reel.stream.hash.Hash;
import reel.testkit.ByteNames;
import reel.testkit.Data;

/// Makes `fixtures/repository-N`: a tiny repository of the format this program writes, and the list of all it holds.
///
/// Run it once for a format, commit what it made, and never again: later programs must open exactly those bytes.
final class MakeRepository {
    private static final SplittableRandom RANDOM = new SplittableRandom(1);

    private MakeRepository() {}

    /// @param args the folder to make, and an empty one to work in
    public static void main(String[] args) throws IOException {
        Desk desk = Desk.init(Path.of(args[1]));
        List<Hash> commits = new ArrayList<>();
        byte[] plate = Data.NOISE.bytes(RANDOM, 20_000);
        desk.write("shots/010/plate.mov", plate);
        desk.write("edit/project.xml", Data.TEXT.bytes(RANDOM, 6_000));
        desk.write("edit/notes.txt", "one\ntwo\nthree\nfour\nfive\nsix\n".getBytes(StandardCharsets.UTF_8));
        desk.write("edit/empty", new byte[0]);
        desk.write("zeros.raw", new byte[200_000]);
        desk.write("caf\u00e9 \u65e5\u672c/-rf", new byte[] {1, 2, 3});
        Files.write(ByteNames.resolve(desk.root, new byte[] {'n', (byte) 0xFF}), new byte[] {4});
        if (!desk.write("tools/render.sh", new byte[] {'#', '!'}).toFile().setExecutable(true, true)) {
            throw new IOException("no executable files here");
        }
        Files.createSymbolicLink(desk.root.resolve("latest"), Path.of("shots/010"));
        Files.createDirectories(desk.root.resolve("renders/to come"));
        commits.add(commit(desk, "first"));
        desk.branch("other", "HEAD");

        byte[] longer = new byte[plate.length + 500];
        System.arraycopy(plate, 0, longer, 0, 10_000);
        System.arraycopy(plate, 10_000, longer, 10_500, 10_000);
        desk.write("shots/010/plate.mov", longer);
        desk.write("edit/notes.txt", "ONE\ntwo\nthree\nfour\nfive\nsix\n".getBytes(StandardCharsets.UTF_8));
        commits.add(commit(desk, "on main"));

        desk.switchTo("other");
        desk.write("edit/notes.txt", "one\ntwo\nthree\nfour\nfive\nSIX\n".getBytes(StandardCharsets.UTF_8));
        Files.delete(desk.root.resolve("edit/empty"));
        commits.add(commit(desk, "on other"));
        desk.switchTo("main");
        commits.add(desk.merge("other").commit());
        desk.run(workspace -> new Tags(workspace).create("v1", "HEAD", "the first cut", false));
        desk.run(workspace -> new Tags(workspace).create("taken-back", "HEAD", "", false));
        desk.run(workspace -> new Operations(workspace).undo(null));

        Path target = Path.of(args[0]);
        Desk.copy(desk.meta(), target.resolve("dot-reel"));
        Files.deleteIfExists(target.resolve("dot-reel/lock"));
        Files.deleteIfExists(target.resolve("dot-reel/lock.holder"));
        Folders.delete(target.resolve("dot-reel/tmp"));
        Folders.delete(target.resolve("dot-reel/repo/tmp"));
        Folders.delete(target.resolve("dot-reel/repo/locks"));
        Files.write(target.resolve("expected.txt"), listing(desk, commits));
        Files.writeString(target.resolve(".gitattributes"), "* -text\n");
    }

    private static Hash commit(Desk desk, String message) throws IOException {
        try (Stream<Path> all = Files.walk(desk.root)) {
            all.filter(path -> Files.isRegularFile(path) && !path.startsWith(desk.meta()))
                    .forEach(MakeRepository::date);
        }
        return desk.addAndCommit(message);
    }

    private static void date(Path file) {
        try {
            long size = Files.size(file);
            Files.setLastModifiedTime(file, FileTime.from(Instant.ofEpochSecond(1_700_000_000L + size, 123_456_789)));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /// Of each commit a line with its id, then one for each file: what it is, modification time in nanoseconds,
    /// BLAKE3 of its bytes (of a link: its target), the path's bytes in hexadecimal, the path for people.
    static List<String> listing(Desk desk, List<Hash> commits) throws IOException {
        List<String> lines = new ArrayList<>();
        for (Hash commit : commits) {
            lines.add("commit " + commit);
            for (var file : desk.files(commit.toString()).entrySet()) {
                String path = HexFormat.of().formatHex(file.getKey().toBytes()) + " "
                        + ByteNames.show(file.getKey().toBytes());
                lines.add(
                        switch (file.getValue()) {
                            case TreeEntry.Folder empty -> "folder 0 - " + path;
                            case TreeEntry.Link link -> "link 0 " + Blake3.hash(link.target()) + " " + path;
                            case TreeEntry.File plain ->
                                (plain.executable() ? "program " : "file ") + plain.mtimeNanos() + " "
                                        + Blake3.hash(desk.cat(commit.toString(), file.getKey())) + " " + path;
                        });
            }
        }
        return lines;
    }

    /// The commits of a listing.
    static List<Hash> commits(List<String> listing) {
        return listing.stream()
                .filter(line -> line.startsWith("commit "))
                .map(line -> Hash.parse(Objects.requireNonNull(line.substring("commit ".length()))))
                .toList();
    }
}
