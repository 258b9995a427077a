package reel.history.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reel.backend.Backend;
import reel.backend.Handle;
import reel.backend.LocalBackend;
import reel.backend.MemoryBackend;
import reel.backend.Source;
import reel.backend.layer.Damage;
import reel.history.codec.Flips;
import reel.history.commit.Signature;
import reel.history.tree.RandomTrees;
import reel.store.crypt.ContentKey;
import reel.store.crypt.EncryptedBackend;
import reel.stream.Corrupt;
import reel.stream.Missing;
import reel.stream.Refused;
import reel.stream.Scope;
import reel.stream.hash.Blake3;
import reel.stream.hash.Hash;
import reel.testkit.Seeded;

@Seeded
final class OpLogTest {
    private static final String HERE = "ws-1";
    private static final OpInfo INFO = new OpInfo(new Signature("Anna", "a@example.org", 1234, 60), HERE, "reel test");

    private final MemoryBackend backend = MemoryBackend.create();

    private static Hash id(long n) {
        return new Hash(n, n, n, n);
    }

    private static Handle handle(long number) {
        return Handle.of("ops/%016d".formatted(number));
    }

    /// A log in which operation k (from 2) sets branch b to id k.
    private OpLog logOf(int operations) throws IOException {
        OpLog log = OpLog.create(backend, INFO, View.EMPTY);
        for (int i = 2; i <= operations; i++) {
            Hash commit = id(i);
            log.transact(INFO, now -> now.withBranch("b", commit));
        }
        return log;
    }

    @Test
    void log_ofAnyLength_opensAtItsEnd() throws IOException {
        for (int length = 1; length <= 70; length++) {
            if (length == 1) {
                OpLog.create(backend, INFO, View.EMPTY);
            } else {
                Hash commit = id(length);
                OpLog.open(backend).transact(INFO, now -> now.withBranch("b", commit));
            }
            assertThat(OpLog.open(backend).current().number()).isEqualTo(length);
        }
    }

    @Test
    void decode_ofAnotherVersion_isDamageUnlessTheHashSaysItIsMeant() {
        byte[] bytes = new Op(3, id(2), 1, 0, INFO, View.EMPTY).encode();
        bytes["reel-op".length()] += 7;
        assertThatThrownBy(() -> Op.decode(bytes, "operation 3")).isInstanceOf(Corrupt.class);

        MemorySegment whole = MemorySegment.ofArray(bytes);
        long end = bytes.length - Hash.BYTES;
        Blake3.hash(whole, 0, end).write(whole, end);
        assertThatThrownBy(() -> Op.decode(bytes, "operation 3")).isInstanceOf(Refused.class);
        assertThatThrownBy(() -> Op.decode(new byte[5], "operation 3")).isInstanceOf(Corrupt.class);
    }

    @Test
    void open_ofALongLog_asksForFewEntries() throws IOException {
        logOf(5_000);
        CountingBackend counting = new CountingBackend(backend);

        Op current = OpLog.open(counting).current();

        assertThat(current.number()).isEqualTo(5_000);
        assertThat(counting.asked.get()).isLessThan(60);
    }

    @Test
    void transact_thatChangesNothing_writesNothing() throws IOException {
        OpLog log = logOf(3);

        assertThat(log.transact(INFO, now -> now.withBranch("b", id(3))).number())
                .isEqualTo(3);
        assertThat(OpLog.open(backend).current().number()).isEqualTo(3);
    }

    @Test
    void create_overALog_isRefused() throws IOException {
        logOf(1);

        assertThatThrownBy(() -> OpLog.create(backend, INFO, View.EMPTY)).isInstanceOf(Refused.class);
    }

    @Test
    void current_withoutALog_isMissing() {
        assertThatThrownBy(() -> OpLog.open(backend).current()).isInstanceOf(Missing.class);
    }

    @Test
    void transact_fromManyThreads_losesNoChange() throws IOException {
        logOf(1);
        raceOn(List.of(OpLog.open(backend), OpLog.open(backend)), 8, 25);
    }

    @Test
    void transact_fromTwoProcessesOverOneFolder_losesNoChange(@TempDir Path folder) throws IOException {
        try (LocalBackend one = LocalBackend.open(folder);
                LocalBackend other = LocalBackend.open(folder)) {
            OpLog.create(one, INFO, View.EMPTY);
            raceOn(List.of(OpLog.open(one), OpLog.open(other)), 4, 10);
        }
    }

    private static void raceOn(List<OpLog> logs, int threads, int each) throws IOException {
        List<Future<Integer>> done = new ArrayList<>();
        try (Scope scope = Scope.open("race")) {
            for (int thread = 0; thread < threads; thread++) {
                OpLog log = logs.get(thread % logs.size());
                int number = thread;
                done.add(scope.fork(() -> {
                    for (int i = 0; i < each; i++) {
                        String name = "t" + number + "-" + i;
                        log.transact(INFO, now -> now.withBranch(name, id(number + 1)));
                    }
                    return each;
                }));
            }
            scope.join();
        }
        assertThat(logs.getFirst().view().branches()).hasSize(threads * each);
        assertThat(logs.getLast().current().number()).isEqualTo(1 + threads * each);
    }

    @Test
    void transact_whoseAnswerWasLost_knowsItsOwnEntry() throws IOException {
        logOf(2);
        CountingBackend lossy = new CountingBackend(backend);
        lossy.loseNextAnswer = true;

        Op op = OpLog.open(lossy).transact(INFO, now -> now.withBranch("once", id(9)));

        assertThat(op.number()).isEqualTo(3);
        assertThat(OpLog.open(backend).current()).isEqualTo(op);
    }

    @Test
    void transact_thatNoLongerApplies_isRefusedAndWritesNothing() throws IOException {
        OpLog log = logOf(4);

        assertThatThrownBy(() -> log.transact(INFO, now -> {
                    throw new Refused("branch b", "has moved on");
                }))
                .isInstanceOf(Refused.class);
        assertThat(OpLog.open(backend).current().number()).isEqualTo(4);
    }

    @Test
    void entries_areAChain() throws IOException {
        OpLog log = logOf(20);
        for (long number = 2; number <= 20; number++) {
            byte[] before = stored(number - 1);
            assertThat(log.at(number).previous()).isEqualTo(reel.stream.hash.Blake3.hash(before));
        }
    }

    private byte[] stored(long number) throws IOException {
        byte[] bytes = new byte[(int) backend.stat(handle(number)).size()];
        backend.read(handle(number), 0, MemorySegment.ofArray(bytes));
        return bytes;
    }

    private static void replace(Backend backend, long number, byte[] bytes) throws IOException {
        backend.delete(handle(number));
        backend.createNew(handle(number), Source.of(bytes));
    }

    @Test
    void lastEntry_damaged_isCorruptAndNamed() throws IOException {
        logOf(5);
        byte[] bytes = stored(5);
        bytes[30] ^= 1;
        replace(backend, 5, bytes);

        assertThatThrownBy(() -> OpLog.open(backend).current())
                .isInstanceOf(Corrupt.class)
                .hasMessageContaining("operation 5");
        assertThat(OpLog.open(backend).lastGood().number()).isEqualTo(4);
    }

    @Test
    void lastEntry_ofNoBytes_isCorrupt() throws IOException {
        logOf(5);
        replace(backend, 5, new byte[0]);

        assertThatThrownBy(() -> OpLog.open(backend).current()).isInstanceOf(Corrupt.class);
    }

    @RepeatedTest(20)
    void middleEntry_removed_isNoticedOrDoesNotMatter_andTheAuditNamesIt(RandomGenerator random) throws IOException {
        int length = random.nextInt(3, 200);
        logOf(length);
        long gone = random.nextLong(1, length);
        backend.delete(handle(gone));

        assertThat(OpLog.open(backend).audit())
                .singleElement()
                .satisfies(finding -> assertThat(finding.thing()).isEqualTo("operation " + gone));
        try {
            Op next = OpLog.open(backend).transact(INFO, now -> now.withBranch("x", id(1)));
            assertThat(next.number()).isEqualTo(length + 1L);
            assertThat(next.view().branches()).containsEntry("b", id(length));
        } catch (Corrupt noticed) {
            assertThat(noticed.thing()).isEqualTo("operation " + gone);
        }
    }

    @Test
    void entryBeforeTheLast_removed_neverHidesTheLast() throws IOException {
        for (int length = 3; length < 70; length++) {
            MemoryBackend fresh = MemoryBackend.create();
            OpLog log = OpLog.create(fresh, INFO, View.EMPTY);
            for (int i = 2; i <= length; i++) {
                Hash commit = id(i);
                log.transact(INFO, now -> now.withBranch("b", commit));
            }
            fresh.delete(handle(length - 1L));

            try {
                assertThat(OpLog.open(fresh).current().number()).isEqualTo(length);
            } catch (Corrupt noticed) {
                assertThat(noticed.thing()).isEqualTo("operation " + (length - 1));
            }
        }
    }

    @Test
    void audit_ofASoundLog_findsNothing_andOfAForgedEntryTheBreak() throws IOException {
        OpLog log = logOf(6);
        assertThat(log.audit()).isEmpty();

        Op third = log.at(3);
        replace(backend, 3, new Op(3, third.previous(), 1, 0, INFO, third.view()).encode());

        assertThat(OpLog.open(backend).audit())
                .singleElement()
                .satisfies(finding -> assertThat(finding.thing()).isEqualTo("operation 4"));
    }

    @Test
    void entryUnderAnotherNumber_isCorrupt() throws IOException {
        logOf(5);
        replace(backend, 5, stored(4));

        assertThatThrownBy(() -> OpLog.open(backend).current()).isInstanceOf(Corrupt.class);
    }

    @Test
    void recover_afterTheLastEntryWasDamaged_goesOnFromTheLastGood() throws IOException {
        logOf(5);
        replace(backend, 5, new byte[] {1, 2, 3});

        Op recovered = OpLog.open(backend).recover(INFO);

        assertThat(recovered.number()).isEqualTo(6);
        assertThat(recovered.view().branches()).containsEntry("b", id(4));
        assertThat(OpLog.open(backend)
                        .transact(INFO, now -> now.withBranch("c", id(1)))
                        .number())
                .isEqualTo(7);
    }

    /// Of a damaged entry of an encrypted log no byte can be had, not even to hash it.
    @Test
    void sealedEntries_damaged_areNamedAndRecoveredFrom() throws IOException {
        Backend sealing = EncryptedBackend.over(
                backend, ContentKey.read(Blake3.hash(new byte[] {1}).toBytes()));
        OpLog log = OpLog.create(sealing, OpLog.LENGTH_HIDDEN, INFO, View.EMPTY);
        for (int i = 2; i <= 5; i++) {
            Hash commit = id(i);
            log.transact(INFO, now -> now.withBranch("b", commit));
        }
        for (long damaged : new long[] {3, 5}) {
            byte[] bytes = Damage.readAll(backend, handle(damaged));
            bytes[100] ^= 1;
            replace(backend, damaged, bytes);
        }
        OpLog opened = OpLog.open(sealing, OpLog.LENGTH_HIDDEN);
        assertThatThrownBy(opened::current).isInstanceOf(Corrupt.class).hasMessageContaining("operation 5");
        assertThatThrownBy(() -> opened.at(3)).isInstanceOf(Corrupt.class).hasMessageContaining("operation 3");
        assertThat(opened.audit()).extracting(Corrupt::thing).containsExactly("operation 3", "operation 5");

        Op recovered = opened.recover(INFO);

        assertThat(recovered.number()).isEqualTo(6);
        assertThat(recovered.view().branches()).containsEntry("b", id(4));
        assertThat(OpLog.open(sealing, OpLog.LENGTH_HIDDEN)
                        .transact(INFO, now -> now.withBranch("c", id(1)))
                        .number())
                .isEqualTo(7);
    }

    @Test
    void recover_afterEntriesWereLost_keepsTheNewestAndFillsTheHole() throws IOException {
        logOf(40);
        backend.delete(handle(7));
        backend.delete(handle(8));

        Op recovered = OpLog.open(backend).recover(INFO);

        assertThat(recovered.view().branches()).containsEntry("b", id(40));
        assertThat(OpLog.open(backend).current().number()).isGreaterThanOrEqualTo(40);
        assertThat(OpLog.open(backend).at(8).view().branches()).containsEntry("b", id(6));
    }

    @Test
    void undo_thenRedo_walksBackAndForth() throws IOException {
        OpLog log = logOf(4);
        log.undo(log.undoable().number(), INFO);
        assertThat(log.view().branches()).containsEntry("b", id(3));
        log.undo(log.undoable().number(), INFO);
        assertThat(log.view().branches()).containsEntry("b", id(2));

        log.undo(log.redoable().number(), INFO);
        assertThat(log.view().branches()).containsEntry("b", id(3));
        log.undo(log.redoable().number(), INFO);
        assertThat(log.view().branches()).containsEntry("b", id(4));
        assertThatThrownBy(log::redoable).isInstanceOf(Refused.class);

        log.undo(log.undoable().number(), INFO);
        assertThat(log.view().branches()).containsEntry("b", id(3));
        log.transact(INFO, now -> now.withBranch("new", id(1)));
        assertThatThrownBy(log::redoable).isInstanceOf(Refused.class);
    }

    @Test
    void undo_ofEverything_endsAtTheBirth() throws IOException {
        OpLog log = logOf(4);
        for (int i = 0; i < 3; i++) {
            log.undo(log.undoable().number(), INFO);
        }

        assertThat(log.view()).isEqualTo(View.EMPTY);
        assertThatThrownBy(log::undoable).isInstanceOf(Refused.class);
        assertThatThrownBy(() -> log.undo(1, INFO)).isInstanceOf(Refused.class);
    }

    @Test
    void undo_ofAnOlderOperation_keepsWhatOthersDid() throws IOException {
        OpLog log = logOf(1);
        long mine = log.transact(INFO, now -> now.withBranch("mine", id(1))).number();
        log.transact(INFO, now -> now.withBranch("theirs", id(2)));

        log.undo(mine, INFO);

        assertThat(log.view().branches()).containsOnlyKeys("theirs");
    }

    @Test
    void undo_ofWhatHasMovedOn_isRefusedByName() throws IOException {
        OpLog log = logOf(4);

        assertThatThrownBy(() -> log.undo(3, INFO)).isInstanceOf(Refused.class).hasMessageContaining("branch b");
    }

    @RepeatedTest(10)
    void restore_ofAnyOperation_bringsItsViewBack(RandomGenerator random) throws IOException {
        OpLog log = OpLog.create(backend, INFO, View.EMPTY);
        for (int i = 0; i < 15; i++) {
            View next = randomView(random);
            log.transact(INFO, now -> next);
        }
        long wanted = random.nextLong(1, log.current().number());

        Op restored = log.restore(wanted, INFO);

        assertThat(restored.view()).isEqualTo(log.at(wanted).view());
        assertThat(OpLog.open(backend).current()).isEqualTo(restored);
    }

    private static View randomView(RandomGenerator random) {
        View view = new View(new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
        for (int i = random.nextInt(6); i > 0; i--) {
            String name = "n" + random.nextInt(8);
            Hash commit = RandomTrees.hash(random);
            view = switch (random.nextInt(4)) {
                case 0 -> view.withBranch("dir/" + name, commit);
                case 1 -> view.withTag(name, new Tag(commit, INFO.who(), "message\nof " + name));
                case 2 -> view.withHead(name, new Head.OnBranch("é-" + name));
                default -> view.withHead(name, new Head.Detached(commit));
            };
        }
        return view;
    }

    @RepeatedTest(5)
    void entry_damagedAnywhere_isCorruptOrSaysSo(RandomGenerator random) {
        Op op = new Op(77, RandomTrees.hash(random), random.nextLong(), 5, INFO, randomView(random));

        Flips.check(random, op.encode(), 1500, bytes -> Op.decode(bytes, "operation"), Op::encode);
        // With the checksum made right again, the fields have to defend themselves.
        Flips.check(
                random,
                java.util.Arrays.copyOf(op.encode(), op.encode().length - Hash.BYTES),
                1500,
                bytes -> Op.decode(sealed(bytes), "operation"),
                value -> java.util.Arrays.copyOf(value.encode(), value.encode().length - Hash.BYTES));
    }

    private static byte[] sealed(byte[] body) {
        byte[] whole = java.util.Arrays.copyOf(body, body.length + Hash.BYTES);
        reel.stream.hash.Blake3.hash(body).write(MemorySegment.ofArray(whole), body.length);
        return whole;
    }

    @Test
    void changes_betweenViews_areTold() {
        View before = View.EMPTY.withBranch("main", id(1)).withHead(HERE, new Head.OnBranch("main"));
        View after = before.withBranch("main", id(2)).withHead(HERE, new Head.Detached(id(1)));

        assertThat(RefChange.between(before, after))
                .containsExactly(
                        new RefChange(RefChange.Kind.BRANCH, "main", id(1).toString(), id(2).toString()),
                        new RefChange(RefChange.Kind.HEAD, HERE, "main", id(1).toString()));
    }

    @Test
    void names_areCheckedWithAReason() throws Refused {
        for (String good : List.of("main", "grade/day-2", "v1.0", "日本", "x".repeat(200))) {
            assertThat(RefName.check(good)).isEqualTo(good);
        }
        for (String bad : List.of(
                "",
                "-x",
                "a b",
                "a..b",
                "a/",
                "/a",
                "a//b",
                ".a",
                "a.",
                "HEAD",
                "@",
                "a@{1}",
                "a^",
                "a~1",
                "a:b",
                "a\n",
                "tags/x",
                "x".repeat(201),
                "\ud800")) {
            assertThatThrownBy(() -> RefName.check(bad)).as(bad).isInstanceOf(Refused.class);
        }
    }
}
