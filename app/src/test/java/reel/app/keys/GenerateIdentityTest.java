package reel.app.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reel.app.unlock.Secrets;
import reel.store.keys.Identity;
import reel.store.keys.Recipient;
import reel.stream.Conflict;
import reel.testkit.RamFolder;
import reel.testkit.Seed;
import reel.testkit.Seeded;
import reel.testkit.power.PowerLoss;
import reel.testkit.power.Recording;

/// An identity file is there, whole and for good, or not at all.
@Seeded
final class GenerateIdentityTest {
    @TempDir(factory = RamFolder.class)
    @Nullable
    Path temp;

    private Path place() {
        return Objects.requireNonNull(temp);
    }

    @Test
    void generate_whenWritingFails_leavesNoFile() throws IOException {
        Path file = place().resolve("ada.identity");
        assertThatThrownBy(() -> RepositoryKeys.generate(file, (path, secret) -> {
                    Files.writeString(path, secret.substring(0, secret.length() / 2));
                    throw new IOException("no space left");
                }))
                .isInstanceOf(IOException.class)
                .hasMessage("no space left");
        assertThat(place()).isEmptyDirectory();

        Recipient recipient = RepositoryKeys.generate(file);
        assertThat(Secrets.readIdentity(file).recipient()).hasToString(recipient.toString());
    }

    @Test
    void generate_whereAFileIs_isAConflictAndLeavesIt() throws IOException {
        Path file = Files.writeString(place().resolve("ada.identity"), "another's");
        assertThatThrownBy(() -> RepositoryKeys.generate(file)).isInstanceOf(Conflict.class);
        assertThat(file).hasContent("another's");
    }

    @Test
    void identity_generated_survivesALossOfPower(Seed seed) throws Exception {
        Path folder = Files.createDirectory(place().resolve("home"));
        Path disks = Files.createDirectory(place().resolve("disks"));
        Recording recording = Recording.of(folder, (home, said) -> {
            Path file = home.resolve("ada.identity");
            said.accept(RepositoryKeys.generate(file).toString());
        });
        PowerLoss.Explored explored = PowerLoss.thorough(disks, seed).explore(recording, left -> {
            for (String recipient : left.said()) {
                String text = Files.readString(left.plain().resolve("ada.identity"));
                assertThat(Identity.parse(text, "file").recipient()).hasToString(recipient);
            }
        });
        assertThat(explored.disks()).isPositive();
    }
}
