package reel.history.diff;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import reel.history.repo.Sandbox;
import reel.history.tree.RepoPath;
import reel.testkit.Data;
import reel.testkit.Seeded;

@Seeded
final class ContentDiffTest {
    private final Sandbox sandbox;

    ContentDiffTest() throws IOException {
        sandbox = new Sandbox();
    }

    private static byte[] text(RandomGenerator random, int lines) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < lines; i++) {
            text.append("line ").append(random.nextInt(9)).append('\n');
        }
        if (lines > 0 && random.nextBoolean()) {
            text.setLength(text.length() - 1);
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /// What `patch` makes of the text before.
    private static byte[] apply(byte[] before, ContentDiff.Text diff) {
        List<String> lines = new ArrayList<>(List.of(new String(before, StandardCharsets.UTF_8).split("(?<=\n)", -1)));
        lines.removeIf(String::isEmpty);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int at = 0;
        for (TextHunk hunk : diff.hunks()) {
            int start = hunk.beforeCount() == 0 ? hunk.beforeStart() : hunk.beforeStart() - 1;
            while (at < start) {
                out.writeBytes(lines.get(at++).getBytes(StandardCharsets.UTF_8));
            }
            for (TextHunk.Line line : hunk.lines()) {
                if (line.kind() != TextHunk.Line.Kind.ADDED) {
                    String expected = new String(line.bytes(), StandardCharsets.UTF_8) + (line.unclosed() ? "" : "\n");
                    assertThat(lines.get(at++)).isEqualTo(expected);
                }
                if (line.kind() != TextHunk.Line.Kind.REMOVED) {
                    out.writeBytes(line.bytes());
                    out.writeBytes(line.unclosed() ? new byte[0] : new byte[] {'\n'});
                }
            }
        }
        while (at < lines.size()) {
            out.writeBytes(lines.get(at++).getBytes(StandardCharsets.UTF_8));
        }
        return out.toByteArray();
    }

    @RepeatedTest(60)
    void text_ofAnyTwo_isAPatchFromOneToTheOther(RandomGenerator random) {
        byte[] before = text(random, random.nextInt(30));
        byte[] after = random.nextInt(4) == 0 ? before : text(random, random.nextInt(30));

        ContentDiff.Text diff = ContentDiff.text(before, after, random.nextInt(4));

        assertThat(apply(before, diff)).isEqualTo(after);
        assertThat(diff.hunks().isEmpty()).isEqualTo(java.util.Arrays.equals(before, after));
    }

    @Test
    void text_ofOneChange_hasTheUsualHeader() {
        byte[] before = "a\nb\nc\nd\ne\nf\ng\nh\n".getBytes(StandardCharsets.UTF_8);
        byte[] after = "a\nb\nc\nd\nE\nf\ng\nh\n".getBytes(StandardCharsets.UTF_8);

        ContentDiff.Text diff = ContentDiff.text(before, after, ContentDiff.DEFAULT_CONTEXT);

        assertThat(diff.hunks()).singleElement().satisfies(hunk -> {
            assertThat(hunk.header()).isEqualTo("@@ -2,7 +2,7 @@");
            assertThat(hunk.lines()).hasSize(8);
        });
        assertThat(diff.added()).isEqualTo(1);
        assertThat(diff.removed()).isEqualTo(1);
    }

    @Test
    void of_textAndNothing_isText() throws IOException {
        var file = sandbox.file(RepoPath.of("a"), "one\ntwo".getBytes(StandardCharsets.UTF_8));

        ContentDiff diff = ContentDiff.of(sandbox.contents, null, file.content(), 3);

        assertThat(diff).isInstanceOfSatisfying(ContentDiff.Text.class, text -> {
            assertThat(text.hunks().getFirst().header()).isEqualTo("@@ -0,0 +1,2 @@");
            assertThat(text.hunks().getFirst().lines().getLast().unclosed()).isTrue();
        });
    }

    @Test
    void of_bytesWithNul_isBinary_withWhatChanged(RandomGenerator random) throws IOException {
        byte[] before = Data.NOISE.bytes(random, 300_000);
        byte[] after = java.util.Arrays.copyOf(before, 310_000);
        before[9000] = 0;
        after[9000] = 0;

        ContentDiff diff = ContentDiff.of(
                sandbox.contents,
                sandbox.file(RepoPath.of("a"), before).content(),
                sandbox.file(RepoPath.of("a"), after).content(),
                3);

        assertThat(diff).isInstanceOfSatisfying(ContentDiff.Binary.class, binary -> {
            assertThat(binary.bytes().beforeBytes()).isEqualTo(300_000);
            assertThat(binary.bytes().afterBytes()).isEqualTo(310_000);
            assertThat(binary.bytes().keptBytes()).isGreaterThan(250_000);
        });
    }
}
