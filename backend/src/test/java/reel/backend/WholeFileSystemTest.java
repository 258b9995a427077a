package reel.backend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class WholeFileSystemTest {
    @ParameterizedTest
    @ValueSource(longs = {0xEF53L, 0x58465342L, 0x9123683EL, 0xF2F52010L, 0x2FC12FC1L, 0x01021994L})
    void localFileSystem_isKnown(long type) {
        assertThat(WholeFileSystem.isKnown(type)).isTrue();
    }

    /// FUSE, NFS, CIFS, SMB2, 9P, Ceph, overlay, exFAT, NTFS3, VirtualBox's shared folders, and no answer.
    @ParameterizedTest
    @ValueSource(
            longs = {
                0x65735546L,
                0x6969L,
                0xFF534D42L,
                0xFE534D42L,
                0x01021997L,
                0x00C36400L,
                0x794C7630L,
                0x2011BAB0L,
                0x7366746EL,
                0x786F4256L,
                0,
                -1
            })
    void anyOther_isForcedFileByFile(long type) {
        assertThat(WholeFileSystem.isKnown(type)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "5.8, true",
        "5.8.0-63-generic, true",
        "5.10.16.3-microsoft-standard-WSL2, true",
        "5.14.0-427.el9.x86_64, true",
        "6.1, true",
        "6.18.44-arch1, true",
        "10.0.1, true",
        "5.7.19, false",
        "5.4.0-150-generic, false",
        "4.18.0-553.el8, false",
        "4.4.0, false",
        "3.10.0, false",
        "6, false",
        "'', false",
        "unknown, false",
        "99999999999.1, false",
    })
    void kernel_isTrusted_fromTheFirstThatTellsOfErrors(String release, boolean trusted) {
        assertThat(WholeFileSystem.tellsErrors(release)).isEqualTo(trusted);
    }

    @Test
    void sync_isDoneOfAKnownFileSystemOnly(@TempDir Path folder) throws IOException {
        assertThat(WholeFileSystem.sync(Path.of("/proc"))).isFalse();
        assertThat(WholeFileSystem.sync(folder.resolve("none"))).isFalse();
        boolean known = System.getProperty("os.name", "").equals("Linux")
                && System.getProperty("os.arch", "").matches("amd64|aarch64")
                && WholeFileSystem.tellsErrors(System.getProperty("os.version", ""))
                && Files.getFileStore(folder).type().matches("ext[234]|xfs|btrfs|f2fs|zfs|tmpfs");
        assertThat(WholeFileSystem.sync(folder)).isEqualTo(known);
    }

    @Test
    void files_ofSeveralFileSystems_areForcedEachWithItsOwn() throws IOException {
        Path disk = Path.of("film");
        Path mounted = disk.resolve("renders");
        List<Path> files = List.of(disk.resolve("a"), mounted.resolve("b"), disk.resolve("c"), mounted.resolve("d"));

        assertThat(Durable.byFileSystem(files, folder -> folder.equals(mounted) ? 2 : 1))
                .containsExactly(
                        List.of(disk.resolve("a"), disk.resolve("c")),
                        List.of(mounted.resolve("b"), mounted.resolve("d")));
    }
}
