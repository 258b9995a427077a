package reel.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reel.backend.place.MemoryPlace;
import reel.backend.place.MemoryShape;
import reel.backend.place.Meta;
import reel.backend.place.Place;
import reel.backend.place.local.LocalPlace;
import reel.stream.Missing;
import reel.stream.Refused;
import reel.stream.buffer.MemoryBudget;
import reel.testkit.Data;
import reel.transfer.filter.FilterRule;
import reel.transfer.filter.Filters;
import reel.transfer.job.Comparison;
import reel.transfer.job.Difference;
import reel.transfer.job.Effort;
import reel.transfer.job.Endpoint;
import reel.transfer.job.Keeping;
import reel.transfer.job.Mode;
import reel.transfer.job.Selection;
import reel.transfer.job.Skip;
import reel.transfer.job.TransferJob;
import reel.transfer.job.TransferOptions;
import reel.transfer.job.TransferReport;

final class TransferTest {
    private final MemoryBudget memory = MemoryBudget.tracked(64 << 20);
    private final Heard heard = new Heard();

    @TempDir
    Path folder;

    @AfterEach
    void noLeaseIsLeft() {
        memory.close();
    }

    private TransferReport run(Mode mode, Place from, Place to) throws IOException {
        return run(mode, from, to, TransferOptions.DEFAULT);
    }

    private TransferReport run(Mode mode, Place from, Place to, TransferOptions options) throws IOException {
        return Transfer.run(
                new TransferJob(mode, new Endpoint(from, "in"), new Endpoint(to, "out"), options), memory, heard);
    }

    private static byte[] bytes(int seed, int size) {
        return Data.NOISE.bytes(new Random(seed), size);
    }

    private static void tree(Place place) throws IOException {
        Trees.put(place, "in/a.txt", bytes(1, 10));
        Trees.put(place, "in/a/b.mov", bytes(2, 2 << 20));
        Trees.put(place, "in/a/c/d.exr", bytes(3, 70_000));
        Trees.put(place, "in/empty", new byte[0]);
        Trees.put(place, "in/big.mov", bytes(4, (5 << 20) + 5));
    }

    static Stream<MemoryShape> shapes() {
        return Stream.of(MemoryShape.DISK, MemoryShape.BUCKET, MemoryShape.PLAIN);
    }

    static Stream<Map.Entry<MemoryShape, MemoryShape>> pairs() {
        return shapes().flatMap(one -> shapes().map(other -> Map.entry(one, other)));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void copy_betweenAnyShapes_bringsEveryByte(Map.Entry<MemoryShape, MemoryShape> shapes) throws IOException {
        MemoryPlace from = MemoryPlace.create(shapes.getKey());
        MemoryPlace to = MemoryPlace.create(shapes.getValue());
        tree(from);

        TransferReport report = run(Mode.COPY, from, to, TransferOptions.DEFAULT.with(new Effort(4, 2, false)));

        assertThat(heard.failed).isEmpty();
        assertThat(report.files()).isEqualTo(5);
        assertThat(report.bytes()).isEqualTo(10 + (2 << 20) + 70_000 + (5 << 20) + 5);
        assertThat(report.sentBytes()).isEqualTo(report.bytes());
        for (String file : new String[] {"a.txt", "a/b.mov", "a/c/d.exr", "empty", "big.mov"}) {
            assertThat(Trees.get(to, "out/" + file)).isEqualTo(Trees.get(from, "in/" + file));
            assertThat(heard.moved.getOrDefault(file, 0L))
                    .isEqualTo(from.stat("in/" + file).size());
        }
        assertThat(to.unfinished()).isZero();
    }

    @Test
    void copy_fromDiskToDisk_keepsTimesModesAndLinks() throws IOException {
        Place from = LocalPlace.open(folder.resolve("from"), memory);
        Place to = LocalPlace.open(folder.resolve("to"), memory);
        tree(from);
        Trees.put(from, "in/tool", bytes(5, 100), Trees.NOON, Meta.ofMode(0755));
        Trees.link(from, "in/link", "a/b.mov");
        from.makeFolder("in/hollow");
        Trees.touch(from, "in/a", Trees.NOON, Meta.ofMode(0750));

        TransferReport report = run(Mode.COPY, from, to);

        assertThat(report.failures()).isEmpty();
        assertThat(Trees.below(to, "out")).isEqualTo(Trees.below(from, "in"));
        assertThat(Trees.get(to, "out/big.mov")).isEqualTo(Trees.get(from, "in/big.mov"));
        assertThat(to.stat("out/a/b.mov").modified()).isEqualTo(Trees.NOON);
        assertThat(to.stat("out/a").modified()).isEqualTo(Trees.NOON);
        assertThat(to.stat("out/a").meta().mode()).isEqualTo(0750);
        assertThat(to.stat("out/tool").meta().mode()).isEqualTo(0755);

        TransferReport again = run(Mode.COPY, from, to);

        assertThat(again.files()).isZero();
        assertThat(again.sentBytes()).isZero();
        assertThat(again.same()).isEqualTo(7);
    }

    @Test
    void sync_deletesWhatTheSourceDoesNotHave_afterCopying() throws IOException {
        MemoryPlace from = MemoryPlace.create();
        MemoryPlace to = MemoryPlace.create();
        tree(from);
        Trees.put(to, "out/old/x/y.txt", bytes(1, 5));
        Trees.put(to, "out/a/extra", bytes(1, 5));
        Trees.put(to, "beside", bytes(1, 5));

        TransferReport report = run(Mode.SYNC, from, to);

        assertThat(report.failures()).isEmpty();
        assertThat(Trees.below(to, "out")).isEqualTo(Trees.below(from, "in"));
        assertThat(heard.deleted).containsExactlyInAnyOrder("old/x/y.txt", "a/extra", "old/x", "old");
        assertThat(to.stat("beside").size()).isEqualTo(5);
    }

    @Test
    void sync_ofABucketToADisk_andBack() throws IOException {
        MemoryPlace from = MemoryPlace.create(MemoryShape.BUCKET);
        MemoryPlace to = MemoryPlace.create();
        for (String name : new String[] {
            "a", "a-b", "a.txt", "a0", "a!/x", "b/a/c", "b/a.b/c", "b/a-c", "\uD83D\uDE00/z", "\uFFFD/z"
        }) {
            Trees.put(from, "in/" + name + "/leaf", bytes(1, 9));
            Trees.put(to, "out/" + name + "/extra", bytes(1, 9));
            Trees.put(to, "out/" + name + "/leaf", bytes(2, 8));
        }

        assertThat(run(Mode.SYNC, from, to).failures()).isEmpty();

        assertThat(heard.deleted).hasSize(10).allMatch(path -> path.endsWith("/extra"));
        MemoryPlace back = MemoryPlace.create(MemoryShape.BUCKET);
        Trees.put(back, "out/a.txt/zzz", bytes(1, 9));
        Transfer.run(
                new TransferJob(Mode.SYNC, new Endpoint(to, "out"), new Endpoint(back, "out"), TransferOptions.DEFAULT),
                memory,
                heard);
        assertThat(Trees.below(back, "out").keySet())
                .isEqualTo(Trees.below(from, "in").keySet());
    }

    @Test
    void sync_whoseSourceCannotBeListedCompletely_deletesNothing() throws IOException {
        MemoryPlace from = MemoryPlace.create();
        MemoryPlace to = MemoryPlace.create();
        tree(from);
        Trees.put(to, "out/extra", bytes(1, 5));
        Place half = new BrokenPlace(from, "in/a/c", new Refused("in/a/c", "permission denied"));

        TransferReport report = run(Mode.SYNC, half, to);

        assertThat(report.complete()).isFalse();
        assertThat(heard.failed.keySet()).containsExactly("a/c");
        assertThat(heard.deleted).isEmpty();
        assertThat(to.stat("out/extra").size()).isEqualTo(5);
        assertThat(Trees.get(to, "out/a/b.mov")).isEqualTo(Trees.get(from, "in/a/b.mov"));
        assertThat(heard.notes).anyMatch(note -> note.contains("nothing is deleted"));
    }

    @Test
    void sync_withAFailedFile_deletesNothing() throws IOException {
        MemoryPlace from = MemoryPlace.create();
        MemoryPlace to = MemoryPlace.create();
        tree(from);
        Trees.put(to, "out/extra", bytes(1, 5));
        Place half = new BrokenPlace(from, "in/a/b.mov", new Refused("in/a/b.mov", "permission denied"));

        TransferReport report = run(Mode.SYNC, half, to);

        assertThat(report.complete()).isTrue();
        assertThat(report.failed()).isEqualTo(1);
        assertThat(report.files()).isEqualTo(4);
        assertThat(heard.deleted).isEmpty();
    }

    @Test
    void sync_thatWouldDeleteTooMuch_isRefusedAndDeletesNothing() throws IOException {
        MemoryPlace from = MemoryPlace.create();
        MemoryPlace to = MemoryPlace.create();
        tree(from);
        for (int i = 0; i < 4; i++) {
            Trees.put(to, "out/old/" + i, bytes(i, 5));
        }

        assertThatThrownBy(() -> run(Mode.SYNC, from, to, TransferOptions.DEFAULT.withMostDeletions(3)))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("4 files would be deleted");
        assertThat(Trees.below(to, "out/old")).hasSize(4);
        assertThat(run(Mode.SYNC, from, to, TransferOptions.DEFAULT.withMostDeletions(4))
                        .deleted())
                .isEqualTo(5);
    }

    @Test
    void sync_leavesWhatFiltersLeaveOut() throws IOException {
        MemoryPlace from = MemoryPlace.create();
        MemoryPlace to = MemoryPlace.create();
        tree(from);
        Trees.put(from, "in/x.tmp", bytes(1, 5));
        Trees.put(to, "out/y.tmp", bytes(1, 5));
        Trees.put(to, "out/old/z.tmp", bytes(1, 5));
        Trees.put(to, "out/old/w", bytes(1, 5));
        Selection noTemporary = Selection.ALL.withFilters(Filters.of(Filters.parse(List.of("# scratch", "- *.tmp"))));

        run(Mode.SYNC, from, to, TransferOptions.DEFAULT.with(noTemporary));

        assertThat(heard.deleted).containsExactly("old/w");
        assertThat(Trees.below(to, "out")).containsKeys("y.tmp", "old/z.tmp").doesNotContainKey("x.tmp");
    }

    @Test
    void copy_withOnlyIncludes_takesNothingElseAndMakesNoEmptyFolders() throws IOException {
        MemoryPlace from = MemoryPlace.create();
        MemoryPlace to = MemoryPlace.create();
        tree(from);
        from.makeFolder("in/hollow");
        Selection movies = Selection.ALL.withFilters(Filters.of(List.of(FilterRule.include("*.mov"))));

        run(Mode.COPY, from, to, TransferOptions.DEFAULT.with(movies));

        assertThat(Trees.below(to, "out").keySet()).containsExactlyInAnyOrder("a/", "a/b.mov", "big.mov");
    }

    @Test
    void move_takesFilesAndEmptiedFoldersFromTheSource() throws IOException {
        MemoryPlace from = MemoryPlace.create();
        MemoryPlace to = MemoryPlace.create();
        tree(from);
        Trees.put(to, "out/a.txt", Trees.get(from, "in/a.txt"));
        Trees.put(to, "out/a/c/d.exr", bytes(99, 70_000));
        Map<String, String> before = Trees.below(from, "in");

        TransferReport report = run(Mode.MOVE, from, to);

        assertThat(report.failures()).isEmpty();
        assertThat(Trees.below(from, "in")).isEmpty();
        assertThat(Trees.below(to, "out")).isEqualTo(before);
        assertThat(heard.removed).contains("a.txt", "big.mov", "a/c/d.exr", "a/c", "a");
        // The same size and time, other bytes: replaced by the source's, not dropped.
        assertThat(Trees.get(to, "out/a/c/d.exr")).isEqualTo(bytes(3, 70_000));
    }

    @Test
    void move_onOneDisk_renames() throws IOException {
        Place from = LocalPlace.open(folder, memory);
        Place to = LocalPlace.open(folder, memory);
        tree(from);
        Map<String, String> before = Trees.below(from, "in");

        TransferReport report = run(Mode.MOVE, from, to);

        assertThat(report.failures()).isEmpty();
        assertThat(report.sentBytes()).isZero();
        assertThat(report.files()).isEqualTo(5);
        assertThat(Trees.below(from, "in")).isEmpty();
        assertThat(Trees.below(to, "out")).isEqualTo(before);
    }

    @Test
    void check_tellsEveryDifferenceAndChangesNothing() throws IOException {
        MemoryPlace from = MemoryPlace.create();
        MemoryPlace to = MemoryPlace.create();
        tree(from);
        run(Mode.COPY, from, to);
        Trees.put(to, "out/a.txt", bytes(77, 10));
        Trees.put(to, "out/a/b.mov", bytes(77, 11));
        to.delete("out/empty");
        Trees.put(to, "out/more/x", bytes(77, 11));
        Map<String, String> before = Trees.below(to, "out");

        TransferReport report =
                run(Mode.CHECK, from, to, TransferOptions.DEFAULT.with(Comparison.by(Comparison.Rule.CHECKSUM)));

        assertThat(heard.different)
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "a.txt", Difference.CONTENT,
                        "a/b.mov", Difference.SIZE,
                        "empty", Difference.MISSING,
                        "more", Difference.EXTRA));
        assertThat(report.different()).isEqualTo(4);
        assertThat(report.same()).isEqualTo(2);
        assertThat(Trees.below(to, "out")).isEqualTo(before);
    }

    @Test
    void check_betweenPlacesWithoutACommonDigest_readsAndCompares() throws IOException {
        MemoryPlace from = MemoryPlace.create(MemoryShape.PLAIN);
        MemoryPlace to = MemoryPlace.create(MemoryShape.BUCKET);
        tree(from);
        run(Mode.COPY, from, to);

        assertThat(run(Mode.CHECK, from, to, TransferOptions.DEFAULT.with(Comparison.by(Comparison.Rule.CHECKSUM)))
                        .different())
                .isZero();
    }

    @Test
    void copy_asADryRun_tellsEverythingAndDoesNothing() throws IOException {
        MemoryPlace from = MemoryPlace.create();
        MemoryPlace to = MemoryPlace.create();
        tree(from);
        Trees.put(to, "out/extra", bytes(1, 5));

        TransferReport report = run(Mode.SYNC, from, to, TransferOptions.DEFAULT.asDryRun());

        assertThat(report.files()).isEqualTo(5);
        assertThat(report.sentBytes()).isZero();
        assertThat(heard.deleted).containsExactly("extra");
        assertThat(Trees.below(to, "out").keySet()).containsExactly("extra");
    }

    @Test
    void copy_keepsWhatItReplacesInTheBackupFolder() throws IOException {
        MemoryPlace from = MemoryPlace.create();
        MemoryPlace to = MemoryPlace.create();
        tree(from);
        Trees.put(to, "out/a.txt", bytes(8, 99));
        Trees.put(to, "out/gone/x", bytes(9, 99));

        run(Mode.SYNC, from, to, TransferOptions.DEFAULT.with(new Keeping(true, "backup", false, false)));

        assertThat(Trees.get(to, "backup/a.txt")).isEqualTo(bytes(8, 99));
        assertThat(Trees.get(to, "backup/gone/x")).isEqualTo(bytes(9, 99));
        assertThatThrownBy(() -> run(
                        Mode.SYNC, from, to, TransferOptions.DEFAULT.with(new Keeping(true, "out/old", false, false))))
                .isInstanceOf(Refused.class);
    }

    @Test
    void copy_withUpdateOrIgnoreExisting_leavesWhatIsThere() throws IOException {
        MemoryPlace from = MemoryPlace.create();
        MemoryPlace to = MemoryPlace.create();
        tree(from);
        Trees.put(to, "out/a.txt", bytes(8, 99), Trees.NOON.plusSeconds(60), Meta.NONE);
        Trees.put(to, "out/a/b.mov", bytes(8, 99), Trees.NOON.minusSeconds(60), Meta.NONE);
        Comparison rule = new Comparison(Comparison.Rule.SIZE_AND_TIME, false, true);

        run(Mode.COPY, from, to, TransferOptions.DEFAULT.with(rule));
        assertThat(heard.skipped).containsEntry("a.txt", Skip.EXISTS).containsEntry("a/b.mov", Skip.EXISTS);

        run(
                Mode.COPY,
                from,
                to,
                TransferOptions.DEFAULT.with(new Comparison(Comparison.Rule.SIZE_AND_TIME, true, false)));
        assertThat(heard.skipped).containsEntry("a.txt", Skip.OLDER);
        assertThat(to.stat("out/a/b.mov").size()).isEqualTo(2 << 20);
    }

    @Test
    void copy_ofAList_takesExactlyThat() throws IOException {
        MemoryPlace from = MemoryPlace.create();
        MemoryPlace to = MemoryPlace.create();
        tree(from);
        Selection listed = Selection.ALL.withOnly(List.of("a/c/d.exr", "empty", "nowhere", "../out"));

        TransferReport report = run(Mode.COPY, from, to, TransferOptions.DEFAULT.with(listed));

        assertThat(Trees.below(to, "out").keySet()).containsExactlyInAnyOrder("a/", "a/c/", "a/c/d.exr", "empty");
        assertThat(heard.failed).containsOnlyKeys("nowhere", "../out");
        assertThat(heard.failed.get("nowhere")).isInstanceOf(Missing.class);
        assertThat(report.files()).isEqualTo(2);
    }

    @Test
    void copy_bySizeAndAge_takesWhatFits() throws IOException {
        MemoryPlace from = MemoryPlace.create();
        MemoryPlace to = MemoryPlace.create();
        tree(from);
        Trees.put(from, "in/new.txt", bytes(1, 100), Trees.NOON.plusSeconds(3600), Meta.NONE);
        Selection some = Selection.ALL.withSizes(10, 80_000).withTimes(null, Trees.NOON);

        run(Mode.COPY, from, to, TransferOptions.DEFAULT.with(some));

        assertThat(heard.finished).containsExactlyInAnyOrder("a.txt", "a/c/d.exr");
    }

    @Test
    void copy_ofOneFile_givesItTheDestinationsPath() throws IOException {
        MemoryPlace from = MemoryPlace.create();
        MemoryPlace to = MemoryPlace.create();
        tree(from);

        Transfer.run(
                TransferJob.of(Mode.COPY, new Endpoint(from, "in/big.mov"), new Endpoint(to, "x/new.mov")),
                memory,
                heard);

        assertThat(Trees.get(to, "x/new.mov")).isEqualTo(Trees.get(from, "in/big.mov"));
    }

    @Test
    void copy_thatVerifies_readsBack() throws IOException {
        Place from = LocalPlace.open(folder.resolve("from"), memory);
        Place to = LocalPlace.open(folder.resolve("to"), memory);
        tree(from);

        TransferReport report =
                run(Mode.COPY, from, to, TransferOptions.DEFAULT.with(new Keeping(true, null, false, true)));

        assertThat(report.failures()).isEmpty();
        assertThat(report.files()).isEqualTo(5);
    }

    @Test
    void copy_inside_onePlace_usesItsOwnCopying() throws IOException {
        MemoryPlace place = MemoryPlace.create();
        tree(place);

        TransferReport report = run(Mode.COPY, place, place);

        assertThat(report.files()).isEqualTo(5);
        assertThat(report.sentBytes()).isZero();
        assertThat(Trees.below(place, "out")).isEqualTo(Trees.below(place, "in"));
    }

    @Test
    void copy_intoItself_isRefused() throws IOException {
        Place one = LocalPlace.open(folder, memory);
        Place other = LocalPlace.open(folder.resolve("in"), memory);
        tree(one);

        assertThatThrownBy(() -> Transfer.run(
                        TransferJob.of(Mode.COPY, new Endpoint(one, "in"), new Endpoint(other, "deep")), memory, heard))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("inside the source");
        assertThatThrownBy(() -> Transfer.run(
                        TransferJob.of(Mode.COPY, new Endpoint(one, "in"), new Endpoint(other, "")), memory, heard))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("both source and destination");
        assertThatThrownBy(() -> Transfer.run(
                        TransferJob.of(Mode.SYNC, new Endpoint(one, "in/a"), new Endpoint(one, "in")), memory, heard))
                .isInstanceOf(Refused.class);
    }

    @Test
    void delete_takesTheTreeOrWhatFiltersTakeOfIt() throws IOException {
        MemoryPlace place = MemoryPlace.create();
        tree(place);
        Selection movies = Selection.ALL.withFilters(Filters.of(List.of(FilterRule.include("*.mov"))));

        Transfer.delete(new Endpoint(place, "in"), movies, false, heard);
        assertThat(Trees.below(place, "in").keySet())
                .containsExactlyInAnyOrder("a.txt", "a/", "a/c/", "a/c/d.exr", "empty");

        TransferReport report = Transfer.delete(new Endpoint(place, "in"), Selection.ALL, false, heard);
        assertThat(report.deleted()).isEqualTo(6);
        assertThatThrownBy(() -> place.stat("in")).isInstanceOf(Missing.class);
    }
}
