package reel.protect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.io.TempDir;
import reel.protect.model.Form;
import reel.protect.model.ProtectProgress;
import reel.protect.model.VerifyReport;
import reel.stream.ReelException;
import reel.testkit.RamFolder;
import reel.testkit.Seeded;

/// Whatever happens to the files of a symbol folder: a decode gives the very bytes or nothing, as verify foretold, and
/// what can be brought back is whole after a repair.
@Seeded
final class RandomDamageTest {
    private static final int DAMAGES = 8;

    @TempDir(factory = RamFolder.class)
    Path temp;

    @RepeatedTest(60)
    void folder_damagedAnyhow_givesTheBytesOrNothing(RandomGenerator random) throws IOException {
        Form form = Form.values()[random.nextInt(Form.values().length)];
        Desk desk = new Desk(temp);
        desk.write(random, random.nextInt(1, 5) * 30_000 + random.nextInt(1025));
        ProtectSession session = Desk.session(form);
        desk.encode(session);
        List<Path> files = desk.symbolFiles();
        List<String> before = desk.snapshot();
        damage(files, random.nextInt(1, form == Form.CONTAINER ? 6 : files.size() / 2), random);

        VerifyReport found = session.verify(desk.symbols, null, ProtectProgress.NONE);
        boolean back = decode(session, desk);
        assertThat(Files.exists(desk.back)).isEqualTo(back);
        if (back) {
            assertThat(desk.back).hasSameBinaryContentAs(desk.source);
        }
        assertThat(desk.folder.toFile().list()).hasSize(back ? 3 : 2);
        assertThat(back).isEqualTo(found.isRecoverable());
        if (back) {
            session.repair(desk.symbols, null, ProtectProgress.NONE);
            VerifyReport after = session.verify(desk.symbols, null, ProtectProgress.NONE);
            assertThat(after.isWhole())
                    .as("%s %s", after.damaged(), after.missing())
                    .isTrue();
            if (form != Form.CONTAINER) {
                assertThat(desk.snapshot()).containsAll(before);
            }
        } else {
            assertThat(found.isWhole()).isFalse();
        }
    }

    private static boolean decode(ProtectSession session, Desk desk) throws IOException {
        try {
            session.decode(desk.symbols, null, desk.back, ProtectProgress.NONE);
            return true;
        } catch (ReelException tooFew) {
            return false;
        }
    }

    private static void damage(List<Path> files, int times, RandomGenerator random) throws IOException {
        for (int i = 0; i < times; i++) {
            Path file = files.get(random.nextInt(files.size()));
            if (!Files.exists(file)) {
                continue;
            }
            byte[] bytes = Files.readAllBytes(file);
            int at = random.nextInt(bytes.length + 1);
            switch (random.nextInt(DAMAGES)) {
                case 0 -> Files.delete(file);
                case 1 -> Files.write(file, Arrays.copyOf(bytes, at));
                case 2 -> Files.write(file, Arrays.copyOfRange(bytes, at, bytes.length));
                case 3 -> Files.write(file, Arrays.copyOf(bytes, bytes.length + at));
                case 4 -> {
                    Arrays.fill(bytes, at, Math.min(bytes.length, at + 5000), (byte) 0);
                    Files.write(file, bytes);
                }
                case 5 -> {
                    if (at < bytes.length) {
                        bytes[at] ^= 4;
                    }
                    Files.write(file, bytes);
                }
                case 6 ->
                    Files.copy(file, files.get(random.nextInt(files.size())), StandardCopyOption.REPLACE_EXISTING);
                default -> {
                    Path other = files.get(random.nextInt(files.size()));
                    if (Files.exists(other)) {
                        Files.write(file, Files.readAllBytes(other));
                        Files.write(other, bytes);
                    }
                }
            }
        }
    }
}
