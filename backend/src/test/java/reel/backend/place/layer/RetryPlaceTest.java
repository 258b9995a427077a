package reel.backend.place.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import reel.backend.Source;
import reel.backend.layer.RetryPolicy;
import reel.backend.layer.Retrying;
import reel.backend.layer.Timer;
import reel.backend.place.DigestKind;
import reel.backend.place.Digester;
import reel.backend.place.Entry;
import reel.backend.place.MemoryPlace;
import reel.backend.place.MemoryShape;
import reel.backend.place.Meta;
import reel.backend.place.Place;
import reel.backend.place.Reading;
import reel.backend.place.WriteRequest;
import reel.backend.place.Writing;
import reel.stream.Conflict;
import reel.stream.Transient;
import reel.testkit.FakeClock;

final class RetryPlaceTest {
    private static final Instant TIME = Instant.parse("2019-03-04T05:06:07Z");
    private static final RetryPolicy POLICY =
            new RetryPolicy(3, Duration.ofSeconds(1), Duration.ofSeconds(10), Duration.ofMinutes(1));

    private final FakeClock clock = FakeClock.create();
    private final Timer timer = new Timer() {
        @Override
        public long nanoTime() {
            return clock.nanoTime();
        }

        @Override
        public void sleep(Duration time) throws InterruptedException {
            clock.sleep(time);
        }
    };
    private final MemoryPlace memory = MemoryPlace.create();

    private Place retrying(Place inside) {
        return RetryPlace.over(inside, Retrying.by(POLICY, timer, new Random(1)));
    }

    @Test
    void place_thatNeverAnswered_isGivenUpSooner_thanOneThatDid() throws IOException {
        RetryPolicy policy =
                new RetryPolicy(9, 2, Duration.ofSeconds(1), Duration.ofSeconds(10), Duration.ofMinutes(1));
        put(memory, "a", noise(10));
        FaultPlace down = faulty(memory, PlaceFault.CUT, 5, PlaceOp.STAT);
        Place place = RetryPlace.over(down, Retrying.by(policy, timer, new Random(1)));

        assertThatThrownBy(() -> place.stat("a")).isInstanceOf(Transient.class);
        assertThatThrownBy(() -> place.stat("a")).isInstanceOf(Transient.class);
        place.list("", entry -> {});
        // One fault is left; a place that has answered once is worth more patience than two tries.
        assertThat(place.stat("a").size()).isEqualTo(10);
        FaultPlace worse = faulty(memory, PlaceFault.CUT, 7, PlaceOp.STAT);
        Place proven = RetryPlace.over(worse, Retrying.by(policy, timer, new Random(1)));
        proven.list("", entry -> {});
        assertThat(proven.stat("a").size()).isEqualTo(10);
    }

    private static byte[] noise(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private static void put(Place place, String path, byte[] bytes) throws IOException {
        try (Writing writing = place.create(WriteRequest.replacing(path, bytes.length, 1 << 20))) {
            writing.write(0, Source.of(bytes));
            writing.publish(TIME, Meta.NONE, Map.of());
        }
    }

    private static FaultPlace faulty(Place inside, PlaceFault fault, int most, PlaceOp... ops) {
        return FaultPlace.over(inside, new FaultPlace.Plan(Set.of(fault), 1, most, Duration.ZERO, 7).only(ops));
    }

    private static byte[] read(Place place, Entry entry) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try (Reading reading = place.open(entry)) {
            reading.read(0, entry.size(), piece -> all.writeBytes(piece.toArray(ValueLayout.JAVA_BYTE)));
        }
        return all.toByteArray();
    }

    @Test
    void read_cutMoreOftenThanThereAreTries_goesOnAsLongAsItGetsOn_andReadsNothingTwice() throws IOException {
        byte[] bytes = noise(5 << 20);
        put(memory, "a", bytes);
        FaultPlace cut = faulty(memory, PlaceFault.CUT, 9, PlaceOp.READ);
        MeterPlace meter = MeterPlace.over(cut);

        byte[] all = read(retrying(meter), memory.stat("a"));

        assertThat(cut.done()).containsEntry(PlaceFault.CUT, 9L);
        assertThat(Arrays.equals(all, bytes)).isTrue();
        assertThat(meter.pulse().bytesRead()).isEqualTo(bytes.length);
        assertThat(meter.pulse().cuts()).isEqualTo(9);
    }

    @Test
    void read_ofPlaceWithoutRanges_startsAgainAndHandsEachByteOnce() throws IOException {
        byte[] bytes = noise(3 << 20);
        MemoryPlace plain = MemoryPlace.create(MemoryShape.PLAIN);
        put(plain, "a", bytes);
        FaultPlace cut = faulty(plain, PlaceFault.CUT, 2, PlaceOp.READ);

        assertThat(Arrays.equals(read(retrying(cut), plain.stat("a")), bytes)).isTrue();
        assertThat(cut.done()).containsEntry(PlaceFault.CUT, 2L);
    }

    @Test
    void read_whoseSinkFails_isNotTriedAgain() throws IOException {
        put(memory, "a", noise(10));
        int[] calls = {0};
        Transient busy = new Transient("sink", "is busy", null, null);
        try (Reading reading = retrying(memory).open(memory.stat("a"))) {
            assertThatThrownBy(() -> reading.read(0, 10, piece -> {
                        calls[0]++;
                        throw busy;
                    }))
                    .isSameAs(busy);
        }
        assertThat(calls[0]).isEqualTo(1);
        assertThat(clock.sleeps()).isEmpty();
    }

    @Test
    void write_whoseSourceFails_isNotTriedAgain() throws IOException {
        int[] calls = {0};
        Transient busy = new Transient("source", "is busy", null, null);
        Source broken = new Source() {
            @Override
            public long size() {
                return 10;
            }

            @Override
            public void read(long offset, MemorySegment into) throws IOException {
                calls[0]++;
                throw busy;
            }
        };
        try (Writing writing = retrying(memory).create(WriteRequest.replacing("a", 10, 10))) {
            assertThatThrownBy(() -> writing.write(0, broken)).isSameAs(busy);
        }
        assertThat(calls[0]).isEqualTo(1);
    }

    @Test
    void call_thatAlwaysFails_isGivenUpAfterGrowingPauses() throws IOException {
        FaultPlace cut = faulty(memory, PlaceFault.CUT, Integer.MAX_VALUE, PlaceOp.STAT);

        assertThatThrownBy(() -> retrying(cut).stat("a")).isInstanceOf(Transient.class);

        assertThat(clock.sleeps()).hasSize(2);
        assertThat(clock.sleeps().getFirst()).isBetween(Duration.ofMillis(500), Duration.ofSeconds(1));
        assertThat(clock.sleeps().getLast()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(2));
    }

    @Test
    void list_cutInTheMiddle_tellsEachOnce() throws IOException {
        for (int i = 0; i < 50; i++) {
            put(memory, "f" + i, noise(i));
        }
        List<String> told = new ArrayList<>();

        retrying(faulty(memory, PlaceFault.CUT, 2, PlaceOp.LIST)).list("", entry -> told.add(entry.path()));

        assertThat(told).hasSize(50).doesNotHaveDuplicates();
    }

    @Test
    void publish_cutAfterItsEffect_findsWhatItPublished() throws IOException {
        FaultPlace cut = faulty(memory, PlaceFault.CUT_AFTER, 1, PlaceOp.PUBLISH);

        put(retrying(cut), "a", noise(100));

        assertThat(cut.done()).containsEntry(PlaceFault.CUT_AFTER, 1L);
        assertThat(memory.stat("a").modified()).isEqualTo(TIME);
    }

    @Test
    void publish_cutAfterItsEffect_takesNoOtherFileForItsOwn() throws IOException {
        put(memory, "a", noise(99));
        WriteRequest request = new WriteRequest("a", 100, 100, WriteRequest.Existing.FAIL, null);
        try (Writing writing =
                retrying(faulty(memory, PlaceFault.CUT, 1, PlaceOp.PUBLISH)).create(request)) {
            writing.write(0, Source.of(noise(100)));
            assertThatThrownBy(() -> writing.publish(TIME, Meta.NONE, Map.of())).isInstanceOf(Conflict.class);
        }
        assertThat(memory.stat("a").size()).isEqualTo(99);
    }

    @Test
    void publish_cutAfterItsEffect_isKnownByItsDigestWhereTimesAreNotKept() throws IOException {
        MemoryPlace bucket = MemoryPlace.create(MemoryShape.BUCKET);
        byte[] bytes = noise(100);
        String digest = Digester.of(DigestKind.MD5, MemorySegment.ofArray(bytes));
        WriteRequest request = WriteRequest.replacing("a", 100, 1 << 20);
        try (Writing writing = retrying(faulty(bucket, PlaceFault.CUT_AFTER, 1, PlaceOp.PUBLISH))
                .create(request)) {
            writing.write(0, Source.of(bytes));
            Entry published = writing.publish(TIME, Meta.NONE, Map.of(DigestKind.MD5, digest));
            assertThat(published.version()).isEqualTo(bucket.stat("a").version());
        }
    }

    @Test
    void move_cutAfterItsEffect_isDone() throws IOException {
        put(memory, "a", noise(5));
        Place place = retrying(faulty(memory, PlaceFault.CUT_AFTER, 1, PlaceOp.MOVE));

        Objects.requireNonNull(place.traits().moving()).move("a", "b");

        assertThat(memory.stat("b").size()).isEqualTo(5);
    }
}
