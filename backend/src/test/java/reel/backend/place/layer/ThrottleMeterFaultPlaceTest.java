package reel.backend.place.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import reel.backend.Source;
import reel.backend.layer.Pace;
import reel.backend.layer.Timer;
import reel.backend.place.MemoryPlace;
import reel.backend.place.Meta;
import reel.backend.place.Place;
import reel.backend.place.Reading;
import reel.backend.place.WriteRequest;
import reel.backend.place.Writing;
import reel.backend.place.local.LocalPlace;
import reel.stream.Missing;
import reel.stream.buffer.MemoryBudget;
import reel.testkit.FakeClock;

final class ThrottleMeterFaultPlaceTest {
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

    private static byte[] noise(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private static void put(Place place, String path, byte[] bytes) throws IOException {
        try (Writing writing = place.create(WriteRequest.replacing(path, bytes.length, 1 << 20))) {
            writing.write(0, Source.of(bytes));
            writing.publish(null, Meta.NONE, Map.of());
        }
    }

    private static byte[] read(Place place, String path) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try (Reading reading = place.open(place.stat(path))) {
            reading.read(0, reading.entry().size(), piece -> all.writeBytes(piece.toArray(ValueLayout.JAVA_BYTE)));
        }
        return all.toByteArray();
    }

    private Duration elapsed() {
        return Duration.between(FakeClock.create().instant(), clock.instant());
    }

    // Throttle

    @Test
    void throttle_sharedByTwoPlaces_keepsBothTogetherToTheRate() throws IOException {
        Pace pace = Pace.of(1_000_000, timer);
        Place one = ThrottlePlace.over(memory, pace, pace);
        Place other = ThrottlePlace.over(MemoryPlace.create(), null, pace);
        put(one, "a", noise(1_000_000));
        put(other, "a", noise(1_000_000));
        assertThat(elapsed()).isBetween(Duration.ofMillis(1_900), Duration.ofMillis(2_000));
        read(other, "a");
        assertThat(elapsed()).isBetween(Duration.ofMillis(1_900), Duration.ofMillis(2_000));
        read(one, "a");
        assertThat(elapsed()).isBetween(Duration.ofMillis(2_900), Duration.ofMillis(3_000));
    }

    @Test
    void layer_overTheDisk_hidesIt_soThatNothingPassesBeside() throws IOException {
        try (Place local = LocalPlace.open(java.nio.file.Path.of("target"), MemoryBudget.of(1 << 20))) {
            assertThat(local.traits().disk()).isNotNull();
            assertThat(ThrottlePlace.over(local, null, null).traits().disk()).isNull();
        }
    }

    @Test
    void layer_tellsWhatItsInsideKnowsOfTheConnections() {
        Place far = (Place) Proxy.newProxyInstance(
                Place.class.getClassLoader(),
                new Class<?>[] {Place.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "streams" -> 11;
                    case "roundTrip" -> Duration.ofMillis(7);
                    default -> throw new AssertionError(method);
                });
        Place layered = ThrottlePlace.over(MeterPlace.over(far), null, null);
        assertThat(layered.streams()).isEqualTo(11);
        assertThat(layered.roundTrip()).isEqualTo(Duration.ofMillis(7));
    }

    // Meter

    @Test
    void meter_smoothsTheRoundTrip() throws IOException {
        Place far = FaultPlace.over(
                memory, new FaultPlace.Plan(Set.of(PlaceFault.STALL), 1, 8, Duration.ofMillis(80), 1), timer);
        put(memory, "a", noise(1));
        MeterPlace meter = MeterPlace.over(far, timer);
        assertThat(meter.pulse().roundTrip()).isNull();
        for (int i = 0; i < 8; i++) {
            meter.stat("a");
        }
        assertThat(meter.pulse().roundTrip()).isEqualTo(Duration.ofMillis(80));
        meter.stat("a");
        assertThat(meter.pulse().roundTrip()).isEqualTo(Duration.ofMillis(70));
        assertThat(meter.pulse().least()).isEqualTo(Duration.ZERO);
    }

    @Test
    void meter_smoothsTheRateAndForgetsIt() throws IOException {
        Pace pace = Pace.of(10_000_000, timer);
        MeterPlace meter = MeterPlace.over(ThrottlePlace.over(memory, pace, pace), timer);
        clock.advance(Duration.ofSeconds(1));
        put(meter, "a", noise(1 << 20));
        for (int i = 0; i < 60; i++) {
            read(meter, "a");
        }
        assertThat(meter.pulse().bytesPerSecond()).isBetween(9e6, 11e6);
        assertThat(meter.pulse().bytesRead()).isEqualTo(60L << 20);
        assertThat(meter.pulse().bytesWritten()).isEqualTo(1 << 20);
        clock.advance(Duration.ofSeconds(20));
        assertThat(meter.pulse().bytesPerSecond()).isLessThan(1e4);
    }

    @Test
    void meter_countsFailures_andCutsAmongThem() {
        MeterPlace meter = MeterPlace.over(
                FaultPlace.over(memory, new FaultPlace.Plan(Set.of(PlaceFault.CUT), 1, 2, Duration.ZERO, 1)), timer);
        for (int i = 0; i < 5; i++) {
            assertThatThrownBy(() -> meter.stat("no")).isInstanceOf(IOException.class);
        }
        assertThat(meter.pulse().calls()).isEqualTo(5);
        assertThat(meter.pulse().failures()).isEqualTo(5);
        assertThat(meter.pulse().cuts()).isEqualTo(2);
        assertThatThrownBy(() -> meter.stat("no")).isInstanceOf(Missing.class);
    }

    // Fault

    @Test
    void fault_withTheSameSeed_doesTheSame() throws IOException {
        put(memory, "a", noise(3 << 20));
        FaultPlace.Plan plan = new FaultPlace.Plan(Set.of(PlaceFault.FLIP), 3, 1000, Duration.ZERO, 5);
        FaultPlace one = FaultPlace.over(memory, plan);
        FaultPlace other = FaultPlace.over(memory, plan);
        for (int i = 0; i < 12; i++) {
            assertThat(Arrays.equals(read(one, "a"), read(other, "a"))).isTrue();
        }
        assertThat(one.done()).isEqualTo(other.done()).containsKey(PlaceFault.FLIP);
    }

    @Test
    void fault_thatLies_changesOneBitOrEndsEarly() throws IOException {
        byte[] bytes = noise(3 << 20);
        put(memory, "a", bytes);
        byte[] flipped = read(
                FaultPlace.over(memory, new FaultPlace.Plan(Set.of(PlaceFault.FLIP), 1, 1, Duration.ZERO, 3)), "a");
        byte[] cut = read(
                FaultPlace.over(memory, new FaultPlace.Plan(Set.of(PlaceFault.SHORT), 1, 1, Duration.ZERO, 3)), "a");

        long at = MemorySegment.ofArray(flipped).mismatch(MemorySegment.ofArray(bytes));
        assertThat(at).isNotNegative();
        flipped[(int) at] ^= 1;
        assertThat(Arrays.equals(flipped, bytes)).isTrue();
        assertThat(cut.length).isLessThan(bytes.length);
        assertThat(Arrays.equals(cut, Arrays.copyOf(bytes, cut.length))).isTrue();
    }
}
