package reel.history.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reel.history.tree.RepoPath;
import reel.stream.Refused;

final class NativeNamesTest {
    @TempDir
    Path temp;

    static List<byte[]> names() {
        byte[] longest = new byte[255];
        Arrays.fill(longest, (byte) 'n');
        return Stream.concat(
                        Stream.of(
                                        "a",
                                        "-x",
                                        "new\nline",
                                        "quo\"te'",
                                        "ünï",
                                        "u\u0308",
                                        "\uFFFD",
                                        "a b ",
                                        "%41",
                                        "\uD83C\uDFAC")
                                .map(name -> name.getBytes(StandardCharsets.UTF_8)),
                        Stream.of(
                                longest,
                                new byte[] {'b', (byte) 0xff, 'c'},
                                new byte[] {(byte) 0xc3},
                                new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80},
                                new byte[] {1, 2, 127}))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("names")
    void name_ofAnyBytes_survivesTheDisk(byte[] name) throws IOException {
        Files.createFile(NativeNames.child(temp, name));
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(temp)) {
            for (Path entry : entries) {
                assertThat(NativeNames.name(entry)).isEqualTo(name);
                assertThat(NativeNames.relative(temp, entry)).isEqualTo(RepoPath.of(name));
            }
        }
        assertThat(Files.exists(NativeNames.resolve(temp, RepoPath.of(name)))).isTrue();
    }

    @Test
    void child_longerThanTheSystemKeeps_isRefused() {
        assertThatThrownBy(() -> NativeNames.child(temp, new byte[256])).isInstanceOf(Refused.class);
    }

    @ParameterizedTest
    @MethodSource("names")
    void target_ofAnyBytes_survivesTheDisk(byte[] name) throws IOException {
        byte[] relative = Arrays.copyOf(name, name.length + 2);
        relative[name.length] = '/';
        relative[name.length + 1] = 'z';
        for (byte[] target : List.of(name, relative, ("/" + "abs").getBytes(StandardCharsets.UTF_8))) {
            Path link = temp.resolve("link");
            Files.deleteIfExists(link);
            Files.createSymbolicLink(link, NativeNames.targetPath(target));
            assertThat(NativeNames.target(Files.readSymbolicLink(link))).isEqualTo(target);
        }
    }

    @Test
    void sameTarget_withSlashesThatMeanNothing_isTrue() {
        assertThat(NativeNames.sameTarget(
                        "a//b/".getBytes(StandardCharsets.UTF_8), "a/b".getBytes(StandardCharsets.UTF_8)))
                .isTrue();
        assertThat(NativeNames.sameTarget("/a".getBytes(StandardCharsets.UTF_8), "a".getBytes(StandardCharsets.UTF_8)))
                .isFalse();
    }

    @Test
    void relative_outsideTheRoot_isRefused() {
        assertThatThrownBy(() -> NativeNames.relative(temp, Path.of("/elsewhere/x")))
                .isInstanceOf(Refused.class);
        assertThatThrownBy(() -> NativeNames.relative(temp, temp)).isInstanceOf(Refused.class);
    }

    @Test
    void isReserved_inAnySpelling_isTrue() {
        assertThat(NativeNames.isReserved(".REEL".getBytes(StandardCharsets.UTF_8)))
                .isTrue();
        assertThat(NativeNames.isReserved(".reel".getBytes(StandardCharsets.UTF_8)))
                .isTrue();
        assertThat(NativeNames.isReserved(".reelignore".getBytes(StandardCharsets.UTF_8)))
                .isFalse();
    }
}
