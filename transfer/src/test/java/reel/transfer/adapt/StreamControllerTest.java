package reel.transfer.adapt;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class StreamControllerTest {
    private static final Duration TICK = Duration.ofMillis(200);
    private static final long PART = 8 << 20;

    /// A path as streams see it: each has a window and suffers from losses below it, all share the bandwidth, and
    /// too many on a short path disturb one another.
    ///
    /// @param bandwidth bytes a second
    /// @param window    bytes that one stream has on its way at most
    /// @param loss      share of packets that the path loses
    record Network(double bandwidth, double roundTripMillis, double window, double loss) {
        double rate(int streams) {
            double seconds = roundTripMillis / 1e3;
            double one = Math.min(window / seconds, loss == 0 ? 1e12 : 1460 / seconds * 1.22 / Math.sqrt(loss));
            double crowd = roundTripMillis < 10 ? 1 - 0.01 * Math.max(0, streams - 4) : 1;
            return Math.min(bandwidth, streams * one) * crowd;
        }

        double best() {
            double best = 0;
            for (int n = StreamController.LEAST; n <= StreamController.MOST; n++) {
                best = Math.max(best, rate(n));
            }
            return best;
        }

        Sample sample(int streams, Random random) {
            double noise = 1 + 0.04 * random.nextGaussian();
            double trip = roundTripMillis * (1 + 0.1 * Math.abs(random.nextGaussian()));
            return new Sample(
                    TICK,
                    (long) Math.max(0, rate(streams) * noise * TICK.toMillis() / 1e3),
                    Duration.ofNanos((long) (trip * 1e6)),
                    0,
                    false);
        }
    }

    private static Sample after(long millis, long roundTripMillis) {
        return new Sample(Duration.ofMillis(millis), 1 << 20, Duration.ofMillis(roundTripMillis), 0, false);
    }

    /// The first answers wait for code to be loaded; what comes much later is the path, or a busy server.
    @Test
    void shorterRoundTrip_inTheFirstEpoch_beginsAnew() {
        StreamController controller = StreamController.of(32, PART);

        assertThat(controller.add(after(10, 60))).isEqualTo(16);
        assertThat(controller.add(after(10, 80))).isEqualTo(16);
        assertThat(controller.add(after(100, 15))).isEqualTo(8);
        assertThat(controller.add(after(100, 2))).isEqualTo(4);
        assertThat(controller.add(after(100, 60))).isEqualTo(4);
    }

    @Test
    void shorterRoundTrip_afterTheFirstEpoch_isOneOfMany() {
        StreamController controller = StreamController.of(32, PART);
        controller.add(after(10, 60));
        int begun = controller.add(after(1000, 60));

        assertThat(controller.add(after(10, 2))).isEqualTo(begun);
    }

    static Stream<Arguments> networks() {
        Stream.Builder<Arguments> all = Stream.builder();
        for (double mbit : new double[] {50, 100, 1000, 10_000}) {
            for (double millis : new double[] {0.1, 5, 20, 60, 150, 300}) {
                for (double window : new double[] {1 << 20, 4 << 20, 64 << 20}) {
                    for (double loss : new double[] {0, 0.0001, 0.01}) {
                        all.add(Arguments.of(new Network(mbit * 125_000, millis, window, loss)));
                    }
                }
            }
        }
        return all.build();
    }

    @ParameterizedTest
    @MethodSource("networks")
    void controller_onAnyPath_getsNearTheBestNumberAndStaysThere(Network network) {
        StreamController controller = StreamController.of(StreamController.MOST, PART);
        Random random = new Random(7);
        int streams = controller.target();
        double moved = 0;
        double possible = 0;
        int changes = 0;
        for (int tick = 0; tick < 1500; tick++) {
            int next = controller.add(network.sample(streams, random));
            assertThat(next).isBetween(StreamController.LEAST, StreamController.MOST);
            if (tick >= 300) {
                moved += network.rate(streams);
                possible += network.best();
                changes += next == streams ? 0 : 1;
            }
            streams = next;
        }
        assertThat(moved / possible).as("share of the best, " + controller).isGreaterThan(0.85);
        assertThat(changes).as("changes in four minutes").isLessThan(60);
    }

    @Test
    void controller_onAShortPath_staysAtFewStreams() {
        Network network = new Network(1.25e9, 0.1, 64 << 20, 0);
        StreamController controller = StreamController.of(32, PART);
        Random random = new Random(1);
        int few = 0;
        for (int tick = 0; tick < 1000; tick++) {
            int streams = controller.add(network.sample(controller.target(), random));
            assertThat(streams).isLessThanOrEqualTo(6);
            few += streams == 4 ? 1 : 0;
        }
        assertThat(few).isGreaterThan(850);
    }

    @Test
    void controller_whenThePathBecomesShort_goesDownToFew() {
        StreamController controller = climbed();
        Network network = new Network(1.25e9, 0.1, 64 << 20, 0);
        Random random = new Random(1);
        for (int tick = 0; tick < 400; tick++) {
            controller.add(network.sample(controller.target(), random));
        }
        assertThat(controller.target()).isLessThanOrEqualTo(5);
    }

    @Test
    void controller_onALossyLongPath_usesAll() {
        Network network = new Network(125e6, 80, 64 << 20, 0.01);
        StreamController controller = StreamController.of(32, PART);
        Random random = new Random(1);
        for (int tick = 0; tick < 300; tick++) {
            controller.add(network.sample(controller.target(), random));
        }
        assertThat(controller.target()).isEqualTo(32);
    }

    @Test
    void controller_afterALoss_usesAQuarterLess() {
        StreamController controller = climbed();
        int before = controller.target();
        assertThat(before).isGreaterThan(8);

        for (int i = 0; i < 5; i++) {
            controller.add(new Sample(TICK, 1, Duration.ofMillis(80), i == 0 ? 1 : 0, false));
        }

        assertThat(controller.target()).isEqualTo((int) (before * 0.75));
    }

    @Test
    void controller_whenCongested_halvesAtOnceAndComesBack() {
        Network network = new Network(1.25e9, 80, 1 << 20, 0);
        StreamController controller = climbed();
        int before = controller.target();

        controller.add(new Sample(TICK, 1, Duration.ofMillis(80), 0, true));
        assertThat(controller.target()).isEqualTo(before / 2);

        Random random = new Random(1);
        for (int tick = 0; tick < 200; tick++) {
            controller.add(network.sample(controller.target(), random));
        }
        assertThat(controller.target()).isGreaterThanOrEqualTo(before * 3 / 4);
    }

    @Test
    void controller_whereThePlaceAllowsFewer_neverUsesMore() {
        Network network = new Network(1.25e9, 80, 1 << 20, 0);
        for (int most : new int[] {1, 2, 7}) {
            StreamController controller = StreamController.of(most, PART);
            Random random = new Random(1);
            for (int tick = 0; tick < 300; tick++) {
                assertThat(controller.add(network.sample(controller.target(), random)))
                        .isBetween(1, most);
            }
        }
    }

    private static StreamController climbed() {
        Network network = new Network(1.25e9, 80, 1 << 20, 0);
        StreamController controller = StreamController.of(32, PART);
        Random random = new Random(1);
        for (int tick = 0; tick < 300; tick++) {
            controller.add(network.sample(controller.target(), random));
        }
        return controller;
    }
}
