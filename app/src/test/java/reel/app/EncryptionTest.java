package reel.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reel.app.keys.RepositoryKeys;
import reel.store.fsck.FsckOptions;
import reel.store.keys.Argon2Cost;
import reel.store.keys.Identity;
import reel.store.keys.KeySlot;
import reel.stream.Corrupt;
import reel.stream.Locked;
import reel.stream.Missing;
import reel.stream.ReelException;
import reel.stream.Refused;
import reel.testkit.Data;
import reel.testkit.Seeded;

/// An encrypted repository as its users meet it: what it shows, whom it lets in, what it refuses.
@Seeded
final class EncryptionTest {
    private static final int WINDOW = 16;

    @TempDir
    Path folder = Path.of("unset");

    private Desk encrypted() throws IOException {
        return Desk.initEncrypted(folder.resolve("work"));
    }

    private List<Path> files(Path root) throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static boolean isIn(String folder, Path file) {
        Path parent = file.getParent();
        return parent != null && parent.endsWith(folder);
    }

    /// What the repository holds: each file's bytes by its path.
    private Map<Path, ByteBuffer> stored(Desk desk) throws IOException {
        Map<Path, ByteBuffer> stored = new HashMap<>();
        for (Path file : files(desk.meta().resolve("repo"))) {
            if (!isIn("locks", file)) {
                stored.put(file, ByteBuffer.wrap(Files.readAllBytes(file)));
            }
        }
        return stored;
    }

    @Test
    void repository_ofAWorkingDay_showsNothingOfIt(RandomGenerator random) throws IOException {
        Desk desk = encrypted();
        List<byte[]> inputs = new ArrayList<>();
        inputs.add(Data.NOISE.bytes(random, 300_000));
        inputs.add(Data.TEXT.bytes(random, 200_000));
        inputs.add(Data.REPEATING.bytes(random, 100_000));
        inputs.add("a very secret scene, written down once\n".getBytes(StandardCharsets.UTF_8));
        desk.write("unreleased-feature/plate-of-the-hero.mov", inputs.get(0));
        desk.write("unreleased-feature/screenplay-draft.txt", inputs.get(1));
        desk.write("budget-overrun.csv", inputs.get(2));
        desk.addAndCommit("message-nobody-may-read");
        desk.branch("grade-for-the-festival", "HEAD");
        desk.write("unreleased-feature/twist.txt", inputs.get(3));
        desk.addAndCommit("second-message-nobody-may-read");
        Files.delete(desk.root.resolve("budget-overrun.csv"));
        desk.addAndCommit("third-message-nobody-may-read");
        desk.gc();
        assertThat(desk.fsck().isClean()).isTrue();

        Set<ByteBuffer> windows = new HashSet<>();
        for (byte[] input : inputs) {
            for (int at = 0; at + WINDOW <= input.length; at++) {
                windows.add(ByteBuffer.wrap(input, at, WINDOW).slice());
            }
        }
        // A run of zeros is no window of these inputs; the header of every object has one.
        windows.remove(ByteBuffer.wrap(new byte[WINDOW]));
        List<byte[]> names = Stream.of(
                        "unreleased",
                        "plate-of",
                        "screenplay",
                        "budget-overrun",
                        "grade-for",
                        "nobody-may",
                        "Ada",
                        "ada@example",
                        "main",
                        "twist",
                        "REELPACK",
                        "reel-op")
                .map(name -> name.getBytes(StandardCharsets.UTF_8))
                .toList();
        for (Path file : files(desk.meta().resolve("repo"))) {
            byte[] bytes = Files.readAllBytes(file);
            for (int at = 0; at + WINDOW <= bytes.length; at++) {
                assertThat(windows.contains(ByteBuffer.wrap(bytes, at, WINDOW).slice()))
                        .as("input in %s at %d", file, at)
                        .isFalse();
            }
            String text = new String(bytes, StandardCharsets.ISO_8859_1);
            for (byte[] name : names) {
                // Three letters turn up in noise by themselves; longer words do not.
                if (name.length > 4 || isText(bytes)) {
                    assertThat(text).as(file.toString()).doesNotContain(new String(name, StandardCharsets.UTF_8));
                }
            }
            for (Path part : desk.meta().relativize(file)) {
                assertThat(part.toString()).doesNotContain("feature", "main", "grade", "budget");
            }
        }
    }

    private static boolean isText(byte[] bytes) {
        for (byte one : bytes) {
            if (one < ' ' && one != '\n') {
                return false;
            }
        }
        return true;
    }

    @Test
    void sameFiles_inTwoRepositories_haveNoObjectInCommon(RandomGenerator random) throws IOException {
        byte[] bytes = Data.NOISE.bytes(random, 100_000);
        Set<String> seen = new HashSet<>();
        for (String name : List.of("one", "two")) {
            Desk desk = Desk.initEncrypted(folder.resolve(name));
            desk.write("same.bin", bytes);
            desk.addAndCommit("same");
            for (Map.Entry<Path, ByteBuffer> object : stored(desk).entrySet()) {
                String path = object.getKey().toString();
                if (path.endsWith(".pack") || path.endsWith(".run")) {
                    assertThat(seen.add(path.substring(path.lastIndexOf('/') + 1)))
                            .isTrue();
                }
            }
        }
    }

    @Test
    void anything_withoutOrWithWrongPassphrase_isLockedAndTouchesNothing() throws IOException {
        Desk desk = encrypted();
        desk.write("a.txt", new byte[] {1, 2, 3});
        desk.addAndCommit("first");
        Map<Path, ByteBuffer> before = stored(desk);
        Path wrong = secretFile("wrong", "not this one");
        for (Desk outsider : List.of(
                desk.withEnvironment(Map.of()),
                desk.withEnvironment(Map.of("REEL_PASSPHRASE_FILE", wrong.toString())))) {
            assertThatThrownBy(outsider::status).isInstanceOf(Locked.class);
            assertThatThrownBy(outsider::add).isInstanceOf(Locked.class);
            assertThatThrownBy(outsider::gc).isInstanceOf(Locked.class);
            assertThatThrownBy(outsider::fsck).isInstanceOf(Locked.class);
            assertThatThrownBy(() -> outsider.commit("no")).isInstanceOf(Locked.class);
        }
        assertThat(stored(desk)).isEqualTo(before);
    }

    private Path secretFile(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return Files.writeString(file, text);
    }

    @Test
    void passphraseFile_thatOthersCanReadOrThatIsNone_isRefused() throws IOException {
        Desk desk = encrypted();
        Path open = secretFile("open", Desk.PASSPHRASE);
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-r-----"));
        assertThatThrownBy(desk.withEnvironment(Map.of("REEL_PASSPHRASE_FILE", open.toString()))::status)
                .isInstanceOf(Refused.class)
                .hasMessageContaining("others can read");
        assertThatThrownBy(desk.withEnvironment(
                        Map.of("REEL_PASSPHRASE_FILE", folder.resolve("none").toString()))::status)
                .isInstanceOf(Missing.class);
        Path empty = secretFile("empty", "");
        assertThatThrownBy(desk.withEnvironment(Map.of("REEL_PASSPHRASE_FILE", empty.toString()))::status)
                .isInstanceOf(Refused.class);
        Path withLineFeed = secretFile("line", Desk.PASSPHRASE + "\r\n");
        desk.withEnvironment(Map.of("REEL_PASSPHRASE_FILE", withLineFeed.toString()))
                .status();
    }

    @Test
    void keys_addedChangedAndRemoved_writeNoDataAnew(RandomGenerator random) throws IOException {
        Desk desk = encrypted();
        desk.write("a.bin", Data.NOISE.bytes(random, 100_000));
        desk.addAndCommit("first");
        Map<Path, ByteBuffer> before = withoutKeys(desk);
        Path fresh = secretFile("fresh", "another good passphrase");
        Path identityFile = folder.resolve("ada.identity");
        RepositoryKeys.generate(identityFile);
        Map<String, String> both = Map.of(
                "REEL_PASSPHRASE_FILE", desk.passphraseFile().toString(), "REEL_NEW_PASSPHRASE_FILE", fresh.toString());

        String oldKey = keys(desk.withEnvironment(both)).getFirst().id();
        try (RepositoryKeys keys = desk.withEnvironment(both).keys()) {
            Identity identity = reel.app.unlock.Secrets.readIdentity(identityFile);
            assertThat(keys.addRecipient(identity.recipient(), "Ada's laptop").label())
                    .isEqualTo("Ada's laptop");
            assertThat(keys.change().id()).isNotEqualTo(oldKey);
        }
        assertThatThrownBy(desk::status).isInstanceOf(Locked.class);
        Desk changed = desk.withEnvironment(Map.of("REEL_PASSPHRASE_FILE", fresh.toString()));
        changed.status();
        Desk ada = desk.withEnvironment(Map.of("REEL_IDENTITY_FILE", identityFile.toString()));
        ada.status();
        assertThat(keys(ada))
                .hasSize(2)
                .extracting(RepositoryKeys.Key::kind)
                .containsExactlyInAnyOrder(KeySlot.Kind.PASSPHRASE, KeySlot.Kind.X25519);
        for (RepositoryKeys.Key key : keys(ada)) {
            if (key.kind() == KeySlot.Kind.PASSPHRASE) {
                try (RepositoryKeys keys = ada.keys()) {
                    keys.remove(key.id().substring(0, 10));
                }
            } else {
                assertThat(key.label()).isEqualTo("Ada's laptop");
            }
        }
        assertThatThrownBy(changed::status).isInstanceOf(Locked.class);
        assertThat(ada.fsck().isClean()).isTrue();
        assertThatThrownBy(() -> {
                    try (RepositoryKeys keys = ada.keys()) {
                        keys.remove(keys(ada).getFirst().id());
                    }
                })
                .isInstanceOf(Refused.class)
                .hasMessageContaining("last");
        assertThat(withoutKeys(desk)).isEqualTo(before);
    }

    private Map<Path, ByteBuffer> withoutKeys(Desk desk) throws IOException {
        Map<Path, ByteBuffer> stored = stored(desk);
        stored.keySet().removeIf(path -> isIn("keys", path));
        return stored;
    }

    private static List<RepositoryKeys.Key> keys(Desk desk) throws IOException {
        try (RepositoryKeys keys = desk.keys()) {
            return keys.list().keys();
        }
    }

    @Test
    void unlocked_repository_asksForNothingUntilItIsLockedOrTheTimeIsOver() throws IOException {
        Desk desk = encrypted();
        Path runtime = Files.createDirectory(
                folder.resolve("runtime"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Desk inside = desk.withEnvironment(Map.of(
                "REEL_PASSPHRASE_FILE", desk.passphraseFile().toString(), "XDG_RUNTIME_DIR", runtime.toString()));
        Desk later = desk.withEnvironment(Map.of("XDG_RUNTIME_DIR", runtime.toString()));
        assertThatThrownBy(later::status).isInstanceOf(Locked.class);
        try (RepositoryKeys keys = inside.keys()) {
            keys.unlock(Duration.ofHours(8));
        }
        later.status();
        for (Path file : files(runtime)) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        }
        assertThatThrownBy(later::status).isInstanceOf(Locked.class);
        for (Path file : files(runtime)) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        }
        later.status();
        assertThatThrownBy(later.at(Duration.ofHours(8))::status).isInstanceOf(Locked.class);
        assertThat(files(runtime)).isEmpty();
        try (RepositoryKeys keys = inside.keys()) {
            keys.unlock(Duration.ofHours(8));
            assertThat(keys.lock()).isTrue();
            assertThat(keys.lock()).isFalse();
        }
        assertThatThrownBy(later::status).isInstanceOf(Locked.class);
    }

    @Test
    void keyring_holdsThePassphrase() throws IOException {
        Desk desk = encrypted();
        Path bin = Files.createDirectory(folder.resolve("bin"));
        Path kept = folder.resolve("kept");
        Path tool = Files.writeString(
                bin.resolve("secret-tool"),
                "#!/bin/sh\ncase $1 in store) /bin/cat > '" + kept + "';; lookup) /bin/cat '" + kept
                        + "';; clear) /bin/rm -f '" + kept + "';; esac\n");
        assertThat(tool.toFile().setExecutable(true)).isTrue();
        Desk rings = desk.withEnvironment(Map.of("PATH", bin.toString()));
        assertThatThrownBy(rings::status).isInstanceOf(Locked.class);
        Desk both = desk.withEnvironment(Map.of(
                "PATH",
                bin.toString(),
                "REEL_PASSPHRASE_FILE",
                desk.passphraseFile().toString()));
        try (RepositoryKeys keys = both.keys()) {
            keys.remember();
        }
        assertThat(Files.readString(kept)).doesNotContain(Desk.PASSPHRASE);
        rings.status();
        String works = Files.readString(tool);
        Files.writeString(tool, works.replace("clear) /bin/rm -f", "clear) exit 1;; never)"));
        try (RepositoryKeys keys = both.keys()) {
            assertThatThrownBy(keys::forget).isInstanceOf(Refused.class).hasMessageContaining("did not forget");
        }
        rings.status();
        Files.writeString(tool, works);
        try (RepositoryKeys keys = both.keys()) {
            keys.forget();
        }
        assertThatThrownBy(rings::status).isInstanceOf(Locked.class);
    }

    /// Takes the second copies of small objects away, as somebody would who wants his changes to stay.
    private static void forgetTwins(Desk desk) throws IOException {
        Folders.delete(desk.meta().resolve("repo/parity"));
    }

    @Test
    void format_thatSaysNothingIsEncrypted_isRefused() throws IOException {
        Desk desk = encrypted();
        desk.write("a.txt", new byte[] {1});
        desk.addAndCommit("first");
        forgetTwins(desk);
        Path format = desk.meta().resolve("repo/format");
        Desk plain = Desk.initPlain(folder.resolve("plain"));
        byte[] downgraded = Files.readAllBytes(plain.meta().resolve("repo/format"));
        byte[] right = Files.readAllBytes(format);
        Files.write(format, downgraded);
        assertThatThrownBy(desk::status).isInstanceOf(Refused.class).hasMessageContaining("encrypted");

        // Also where the keys were taken away, and where the workspace forgot but the keys are there.
        Path keys = desk.meta().resolve("repo/keys");
        Path away = folder.resolve("keys-away");
        Files.move(keys, away);
        assertThatThrownBy(desk::status).isInstanceOf(Refused.class);
        Files.move(away, keys);
        Files.move(desk.meta().resolve("encrypted"), folder.resolve("forgotten"));
        assertThatThrownBy(desk::status).isInstanceOf(Refused.class);

        Files.write(format, right);
        desk.status();
    }

    @Test
    void format_withAnyValueChanged_isRefusedOrCorrupt() throws IOException {
        Desk desk = encrypted();
        forgetTwins(desk);
        Path format = desk.meta().resolve("repo/format");
        String text = Files.readString(format);
        for (String change : List.of("4096/16384=4096/8192", "67108864=1048576", "fastcdc=rabin")) {
            String[] parts = change.split("=");
            String body = text.substring(0, text.indexOf("checksum")).replace(parts[0], parts[1]);
            java.util.zip.CRC32C crc = new java.util.zip.CRC32C();
            crc.update(body.getBytes(StandardCharsets.UTF_8));
            Files.writeString(
                    format, body + "checksum = " + java.util.HexFormat.of().toHexDigits((int) crc.getValue()) + "\n");
            assertThatThrownBy(desk::status).as(change).isInstanceOfAny(Refused.class, Corrupt.class);
        }
    }

    @Test
    void repository_exchangedForAnother_isRefused() throws IOException {
        Desk desk = encrypted();
        Desk other = Desk.initEncrypted(folder.resolve("other"));
        Folders.delete(desk.meta().resolve("repo"));
        Desk.copy(other.meta().resolve("repo"), desk.meta().resolve("repo"));
        assertThatThrownBy(desk::status).isInstanceOf(Refused.class).hasMessageContaining("belongs to");
        Files.copy(
                other.meta().resolve("encrypted"),
                desk.meta().resolve("encrypted"),
                StandardCopyOption.REPLACE_EXISTING);
        String remembered = Files.readString(desk.meta().resolve("encrypted"));
        Files.writeString(desk.meta().resolve("encrypted"), remembered.replaceFirst("key = .{4}", "key = 0000"));
        assertThatThrownBy(desk::status).isInstanceOf(Refused.class).hasMessageContaining("another key");
    }

    @Test
    void objects_exchangedOrDamaged_areNamedAndNeverReadWrong(RandomGenerator random) throws IOException {
        Desk desk = encrypted();
        for (int i = 0; i < 3; i++) {
            desk.write("file" + i, Data.NOISE.bytes(random, 60_000));
            desk.addAndCommit("commit " + i);
        }
        forgetTwins(desk);
        List<Path> ops = files(desk.meta().resolve("repo/ops"));
        byte[] one = Files.readAllBytes(ops.get(ops.size() - 1));
        byte[] two = Files.readAllBytes(ops.get(ops.size() - 2));
        Files.write(ops.get(ops.size() - 1), two);
        assertThatThrownBy(desk::status).isInstanceOf(Corrupt.class);
        Files.write(ops.get(ops.size() - 1), one);
        // The two largest hold files, which every later commit has too.
        List<Path> packs = files(desk.meta().resolve("repo/packs")).stream()
                .sorted(Comparator.comparingLong((Path pack) -> pack.toFile().length())
                        .reversed())
                .toList();
        byte[] first = Files.readAllBytes(packs.get(0));
        Files.write(packs.get(0), Files.readAllBytes(packs.get(1)));
        Files.write(packs.get(1), first);
        assertThat(desk.run(workspace -> workspace.store().fsck(FsckOptions.DATA, reel.store.fsck.FsckProgress.NONE))
                        .isClean())
                .isFalse();
        desk.clear();
        assertThatThrownBy(() -> desk.forceTo("HEAD")).isInstanceOf(ReelException.class);
    }

    @Test
    void init_withRecipient_opensByItsIdentityOnly() throws IOException {
        Path identityFile = folder.resolve("ada.identity");
        Path root = folder.resolve("work");
        new InitRepository(
                        root,
                        null,
                        null,
                        new InitRepository.FirstKey(RepositoryKeys.generate(identityFile), "Ada", Argon2Cost.LEAST))
                .run(Desk.at(root).callerWith(Map.of()));
        Desk desk = Desk.at(root);
        assertThatThrownBy(desk::status).isInstanceOf(Locked.class);
        desk.withEnvironment(Map.of("REEL_IDENTITY_FILE", identityFile.toString()))
                .status();
    }

    @Test
    void prompt_isAskedThreeTimes() throws IOException {
        Desk desk = encrypted();
        List<String> answers = new ArrayList<>(List.of("wrong", "wrong again", Desk.PASSPHRASE));
        desk.withEnvironment(Map.of()).answering(answers).status();
        assertThat(answers).isEmpty();
        List<String> never = new ArrayList<>(List.of("a", "b", "c", Desk.PASSPHRASE));
        assertThatThrownBy(desk.withEnvironment(Map.of()).answering(never)::status)
                .isInstanceOf(Locked.class)
                .hasMessageContaining("wrong passphrase");
        assertThat(never).containsExactly(Desk.PASSPHRASE);
    }
}
