package reel.backend.sftp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import reel.backend.Source;
import reel.backend.layer.RetryPolicy;
import reel.backend.place.Entry;
import reel.backend.place.Logins;
import reel.backend.place.Meta;
import reel.backend.place.Place;
import reel.backend.place.PlaceContext;
import reel.backend.place.Reading;
import reel.backend.place.WriteRequest;
import reel.backend.place.Writing;
import reel.backend.place.layer.RetryPlace;
import reel.stream.Refused;
import reel.stream.Scope;
import reel.stream.Transient;
import reel.stream.buffer.MemoryBudget;
import reel.testkit.NeedsProgram;

/// How many connections there are, what happens when they end, and what OpenSSH can do beyond the standard.
@NeedsProgram({"sshd", "ssh", "ssh-keygen"})
@Timeout(120)
final class ConnectionsTest {
    private static final int BIG = 12 << 20;

    @TempDir
    static Path keys;

    private static SshServer server;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() throws Exception {
        server = SshServer.start(keys);
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    private Place open(MemoryBudget memory, Map<String, String> options) throws IOException {
        PlaceContext context = PlaceContext.of(memory, Logins.NONE, server.options(options));
        return new SftpPlaces().open(server.at(folder.toString()), context);
    }

    private byte[] big() throws IOException {
        byte[] bytes = new byte[BIG];
        new Random(1).nextBytes(bytes);
        Files.write(folder.resolve("big"), bytes);
        return bytes;
    }

    @Test
    void manyStreamsAtOnce_useAsManyConnectionsAsAllowed_andMixNothing() throws Exception {
        byte[] bytes = big();
        int streams = 6;
        int length = BIG / streams;
        CyclicBarrier together = new CyclicBarrier(streams);
        try (MemoryBudget memory = MemoryBudget.tracked(SshServer.MEMORY_BYTES)) {
            try (Place place = open(memory, Map.of("connections", "3"));
                    Reading reading = place.open(place.stat("big"));
                    Scope scope = Scope.open("streams")) {
                assertThat(place.traits().connections()).isEqualTo(3);
                assertThat(place.streams()).isEqualTo(8);
                assertThat(place.roundTrip()).isPositive();
                for (int i = 0; i < streams; i++) {
                    int from = i * length;
                    scope.fork(() -> {
                        together.await(60, TimeUnit.SECONDS);
                        ByteBuffer found = ByteBuffer.allocate(length);
                        reading.read(from, length, piece -> found.put(piece.toArray(ValueLayout.JAVA_BYTE)));
                        assertThat(found.array()).isEqualTo(Arrays.copyOfRange(bytes, from, from + length));
                        return null;
                    });
                }
                scope.join();
                assertThat(server.connections()).isBetween(2, 3);
            }
            assertThat(memory.usedBytes()).isZero();
        }
    }

    @Test
    void littleMemory_isEnoughForManyStreams() throws Exception {
        byte[] bytes = big();
        int streams = 6;
        int length = BIG / streams;
        try (MemoryBudget memory = MemoryBudget.tracked(2 << 20)) {
            try (Place place = open(memory, Map.of());
                    Writing writing = place.create(WriteRequest.replacing("copy", BIG, BIG));
                    Reading reading = place.open(place.stat("big"));
                    Scope scope = Scope.open("streams")) {
                for (int i = 0; i < streams; i++) {
                    int from = i * length;
                    scope.fork(() -> {
                        reading.read(from, length, piece -> {});
                        writing.write(from, Source.of(Arrays.copyOfRange(bytes, from, from + length)));
                        return null;
                    });
                }
                scope.join();
                writing.publish(null, Meta.NONE, Map.of());
            }
            assertThat(memory.peakBytes()).isLessThanOrEqualTo(2 << 20);
        }
        assertThat(folder.resolve("copy")).hasSameBinaryContentAs(folder.resolve("big"));
    }

    @Test
    void connectionsThatEndInTheMiddleOfARead_areTransient_andTheNextReadGoesOn() throws Exception {
        byte[] bytes = big();
        try (MemoryBudget memory = MemoryBudget.tracked(SshServer.MEMORY_BYTES)) {
            try (Place place = open(memory, Map.of());
                    Reading reading = place.open(place.stat("big"))) {
                ByteBuffer found = ByteBuffer.allocate(BIG);
                boolean[] cut = {false};
                Reading.Pieces sink = piece -> {
                    found.put(piece.toArray(ValueLayout.JAVA_BYTE));
                    if (!cut[0]) {
                        cut[0] = true;
                        server.cut();
                    }
                };
                assertThatThrownBy(() -> reading.read(0, BIG, sink)).isInstanceOf(Transient.class);
                int delivered = found.position();
                assertThat(delivered).isBetween(1, BIG - 1);
                reading.read(delivered, BIG - delivered, sink);
                assertThat(found.array()).isEqualTo(bytes);
            }
            assertThat(memory.usedBytes()).isZero();
        }
    }

    @Test
    void connectionsThatEndAgainAndAgain_areNoticedByNobody_behindRetries() throws Exception {
        byte[] bytes = big();
        RetryPolicy quick = new RetryPolicy(5, Duration.ofMillis(1), Duration.ofMillis(10), Duration.ofSeconds(1));
        try (MemoryBudget memory = MemoryBudget.tracked(SshServer.MEMORY_BYTES)) {
            try (Place place = RetryPlace.over(open(memory, Map.of()), quick);
                    Reading reading = place.open(place.stat("big"));
                    Writing writing = place.create(WriteRequest.replacing("copy", BIG, BIG))) {
                long[] at = {0};
                reading.read(0, BIG, piece -> {
                    byte[] some = piece.toArray(ValueLayout.JAVA_BYTE);
                    writing.write(at[0], Source.of(some));
                    at[0] += some.length;
                    if (at[0] % (4 << 20) == 0) {
                        server.cut();
                    }
                });
                server.cut();
                writing.publish(null, Meta.NONE, Map.of());
                assertThat(reading.entry().size()).isEqualTo(bytes.length);
            }
            assertThat(memory.usedBytes()).isZero();
        }
        assertThat(folder.resolve("copy")).hasSameBinaryContentAs(folder.resolve("big"));
    }

    @Test
    void connectionsThatEndWhileAFileIsWritten_leaveAWritingThatGoesOn() throws Exception {
        byte[] bytes = big();
        int half = BIG / 2;
        try (MemoryBudget memory = MemoryBudget.tracked(SshServer.MEMORY_BYTES)) {
            try (Place place = open(memory, Map.of());
                    Writing writing = place.create(WriteRequest.replacing("copy", BIG, half))) {
                writing.write(0, Source.of(Arrays.copyOf(bytes, half)));
                server.cut();
                for (int tries = 0; ; tries++) {
                    try {
                        writing.write(half, Source.of(Arrays.copyOfRange(bytes, half, BIG)));
                        break;
                    } catch (Transient lost) {
                        assertThat(tries).as(lost.getMessage()).isLessThan(3);
                    }
                }
                writing.publish(null, Meta.NONE, Map.of());
            }
        }
        assertThat(folder.resolve("copy")).hasSameBinaryContentAs(folder.resolve("big"));
    }

    @Test
    void serverThatGoesAway_isTransient_andFoundAgainWhenItIsBack() throws Exception {
        Path home = Files.createDirectory(folder.resolve("keys"));
        SshServer first = SshServer.start(home);
        try (Place place = first.open(folder)) {
            Files.writeString(folder.resolve("a"), "x");
            assertThat(place.stat("a").size()).isEqualTo(1);
            first.close();
            assertThatThrownBy(() -> {
                        place.stat("a");
                        place.stat("a");
                    })
                    .isInstanceOf(Transient.class);
            try (SshServer second = SshServer.start(home, first.port())) {
                assertThat(place.stat("a").size()).isEqualTo(1);
                assertThat(second.connections()).isEqualTo(1);
            }
        } finally {
            first.close();
        }
    }

    @Test
    void interruptedThreads_endTheirOwnCallsOnly() throws Exception {
        Files.writeString(folder.resolve("a"), "x");
        try (SshServer own = SshServer.start(Files.createDirectory(folder.resolve("keys")));
                Place place = own.open(folder)) {
            Sftp line = ((SftpPlace) place).lines().any();
            for (int round = 0; round < 300; round++) {
                CountDownLatch started = new CountDownLatch(1);
                Thread hasty = Thread.ofVirtual().start(() -> {
                    started.countDown();
                    try {
                        while (!Thread.currentThread().isInterrupted()) {
                            place.stat("a");
                        }
                    } catch (IOException interrupted) {
                        // As it must.
                    }
                });
                started.await();
                place.stat("a");
                hasty.interrupt();
                assertThat(place.stat("a").size()).isEqualTo(1);
                hasty.join();
            }
            assertThat(((SftpPlace) place).lines().any()).isSameAs(line);
        }
    }

    @Test
    void close_endsEveryConnection_andWhatWaits() throws Exception {
        big();
        CountDownLatch reading = new CountDownLatch(1);
        try (SshServer own = SshServer.start(Files.createDirectory(folder.resolve("keys")))) {
            Place place = own.open(folder);
            Entry entry = place.stat("big");
            Thread reader = Thread.ofVirtual().start(() -> {
                try (Reading open = place.open(entry)) {
                    open.read(0, BIG, piece -> {
                        reading.countDown();
                        if (!Thread.currentThread().isInterrupted()) {
                            place.close();
                        }
                    });
                } catch (IOException | IllegalStateException ended) {
                    // As it must.
                }
            });
            assertThat(reading.await(60, TimeUnit.SECONDS)).isTrue();
            assertThat(reader.join(Duration.ofSeconds(60))).isTrue();
            assertThatThrownBy(() -> place.stat("big")).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void place_ofTheHome_isFoundWithAndWithoutAPath() throws Exception {
        String home = System.getProperty("user.home");
        for (String path : List.of("", "/~", "/~/", "/~" + System.getProperty("user.name"))) {
            try (Place place = new SftpPlaces().open(server.at(path), server.context(Logins.NONE, Map.of()))) {
                assertThat(((SftpPlace) place).full("x")).as(path).isEqualTo(home + "/x");
            }
        }
        try (Place place = new SftpPlaces().open(server.at("/"), server.context(Logins.NONE, Map.of()))) {
            assertThat(((SftpPlace) place).full("x")).isEqualTo("/x");
        }
    }

    @Test
    void openSsh_offersEverythingThatMakesPlacesBetter() throws Exception {
        try (Place place = server.open(folder)) {
            assertThat(place.traits().atomicCreate()).isTrue();
            assertThat(place.traits().copying()).isNotNull();
            assertThat(place.traits().syncing()).isNotNull();
            assertThat(place.traits().linking()).isNotNull();
        }
    }

    @Test
    void mode_isKept_andTheOwnersNameTold() throws Exception {
        try (Place place = server.open(folder);
                Writing writing = place.create(WriteRequest.replacing("a", 1, 1))) {
            writing.write(0, Source.of(new byte[1]));
            Entry published = writing.publish(null, Meta.ofMode(0640), Map.of());

            assertThat(published.meta().mode()).isEqualTo(0640);
            assertThat(place.stat("a").meta().owner()).isEqualTo(System.getProperty("user.name"));
        }
    }

    @Test
    void optionsOfOtherProtocols_areRefused() {
        assertThatThrownBy(() ->
                        new SftpPlaces().open(server.at("/"), server.context(Logins.NONE, Map.of("region", "eu"))))
                .isInstanceOf(Refused.class);
    }

    @Test
    void nothing_isLeftBehind() throws Exception {
        try (Place place = server.open(folder)) {
            place.create(WriteRequest.replacing("deep/a", 1, 1)).close();
        }
        try (Stream<Path> left = Files.walk(folder)) {
            assertThat(left.filter(Files::isRegularFile)).isEmpty();
        }
    }
}
