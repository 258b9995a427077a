package reel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reel.cli.screen.ExitCode;
import reel.stream.hash.Blake3;

/// No output takes the place of what it is made from, not by force either.
final class OwnInputTest {
    @TempDir
    Path folder;

    private Reel reel;

    @BeforeEach
    void file() throws IOException {
        reel = Reel.in(folder);
        Files.write(folder.resolve("odd"), new byte[100_000]);
    }

    private void changesNothing(String... command) throws IOException {
        TreeMap<String, String> before = everything();
        Reel.Result result = reel.run(command);
        assertThat(result.exit()).as(result.told()).isEqualTo(ExitCode.REFUSED.number());
        assertThat(result.err()).contains("made").contains("hint: ");
        assertThat(everything()).isEqualTo(before);
    }

    private TreeMap<String, String> everything() throws IOException {
        TreeMap<String, String> all = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.toList()) {
                all.put(
                        path.toString(),
                        Files.isRegularFile(path)
                                ? Blake3.hash(Files.readAllBytes(path)).toString()
                                : "");
            }
        }
        return all;
    }

    @Test
    void protect_decode_overItsOwnParts_isRefused() throws IOException {
        reel.ok("protect", "encode", "odd", "parts", "--layout", "container");
        List<String> parts;
        try (Stream<Path> paths = Files.list(folder.resolve("parts"))) {
            parts = paths.map(path -> folder.relativize(path).toString()).toList();
        }
        assertThat(parts).isNotEmpty();
        for (String part : parts) {
            changesNothing("protect", "decode", "--force", "-o", part, "parts");
            changesNothing("recover", "--force", "-o", part, "parts");
        }
        reel.ok("protect", "decode", "--force", "-o", "odd", "parts");
        reel.ok("protect", "decode", "-o", "parts/odd", "parts");
    }

    @Test
    void protect_decode_ontoALinkThatLeadsNowhere_isRefused_untilForced() throws IOException {
        reel.ok("protect", "encode", "odd", "parts", "--layout", "container");
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("nowhere"));
        assertThat(reel.run("protect", "decode", "-o", "link", "parts").err()).contains("exists already", "--force");
        assertThat(reel.run("recover", "-o", "link", "parts").exit()).isEqualTo(ExitCode.REFUSED.number());
        assertThat(Files.isSymbolicLink(link)).isTrue();
        reel.ok("protect", "decode", "--force", "-o", "link", "parts");
        assertThat(Files.isRegularFile(link, LinkOption.NOFOLLOW_LINKS)).isTrue();
    }

    @Test
    void protect_decode_overItsOwnLayoutOrSymbols_isRefused() throws IOException {
        for (String layout : new String[] {"modern", "legacy"}) {
            reel.ok("protect", "encode", "odd", layout, "--layout", layout);
            List<String> symbols;
            try (Stream<Path> paths = Files.walk(folder.resolve(layout))) {
                symbols = paths.filter(Files::isRegularFile)
                        .map(path -> folder.relativize(path).toString())
                        .sorted()
                        .toList();
            }
            changesNothing("protect", "decode", "--force", "-o", symbols.getFirst(), layout);
            changesNothing("protect", "decode", "--force", "-o", symbols.getLast(), layout);
            changesNothing("protect", "decode", "--force", "-o", layout + "/_raptorq_layout.json", layout);
            reel.ok("protect", "decode", "--force", "-o", "odd", layout);
        }
    }

    @Test
    void video_overItsOwnSource_isRefused() throws IOException {
        changesNothing("video", "encode", "--force", "odd", "odd");
        Files.createDirectories(folder.resolve("tree"));
        Files.copy(folder.resolve("odd"), folder.resolve("tree/odd"));
        changesNothing("video", "encode", "--force", "tree", "tree/odd");
        Files.createSymbolicLink(folder.resolve("link"), folder.resolve("odd"));
        changesNothing("video", "encode", "--force", "link", "odd");
        reel.ok("video", "encode", "tree", "tree/new.mp4");
    }

    @Test
    void video_decodedOverItself_isRefused() throws IOException {
        reel.ok("video", "encode", "odd", "video.mp4");
        Files.createDirectories(folder.resolve("in"));
        Files.move(folder.resolve("video.mp4"), folder.resolve("in/odd"));
        changesNothing("video", "decode", "--force", "in/odd", "-o", "in");
        reel.ok("video", "decode", "in/odd", "-o", "out");
        assertThat(folder.resolve("out/odd")).hasSize(100_000);
    }
}
