package reel.backend.sftp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reel.backend.Source;
import reel.backend.place.Entry;
import reel.backend.place.Meta;
import reel.backend.place.Place;
import reel.backend.place.Reading;
import reel.backend.place.WriteRequest;
import reel.backend.place.Writing;
import reel.stream.Corrupt;
import reel.stream.Refused;
import reel.stream.Transient;
import reel.stream.buffer.MemoryBudget;

/// Servers that say what cannot be, stop in the middle or never end: a typed error each time, in bounded time and
/// memory, and no buffer lost.
@Timeout(60)
final class HostileServerTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(200);

    private final MemoryBudget memory = MemoryBudget.tracked(8 << 20);

    @AfterEach
    void everyBufferIsGivenBack() {
        // The receiving thread gives back what it filled, a moment after whoever waited was told.
        long deadline = System.nanoTime() + LONG.toNanos();
        while (memory.usedBytes() > 0 && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        assertThat(memory.usedBytes()).isZero();
        memory.close();
    }

    private Place place(FakePeer peer, Duration silence) throws IOException {
        Lines lines = new Lines(() -> Sftp.open(peer.tube(), "u@peer", LONG, silence), 1, true);
        return SftpPlace.open("sftp://peer/base", "/base", lines, lines::close, memory);
    }

    private interface Use {
        void of(Place place) throws Exception;
    }

    private void against(FakePeer.Script script, Use use) throws Exception {
        try (FakePeer peer = new FakePeer(script);
                Place place = place(peer, LONG)) {
            use.of(place);
        }
    }

    private void fails(FakePeer.Script script, Class<? extends IOException> kind, Use use) throws Exception {
        against(script, place -> assertThatThrownBy(() -> use.of(place)).isInstanceOf(kind));
    }

    @Test
    void greeting_ofAnOlderVersion_isCorrupt() throws Exception {
        try (FakePeer peer = new FakePeer(fake -> {
            fake.next();
            fake.answer(Wire.VERSION, 2, new byte[0]);
        })) {
            assertThatThrownBy(() -> place(peer, LONG)).isInstanceOf(Corrupt.class);
        }
    }

    @Test
    void greeting_thatIsText_saysWhatPrintsIt() throws Exception {
        try (FakePeer peer =
                new FakePeer(fake -> fake.raw("Welcome to the machine\n".getBytes(StandardCharsets.UTF_8)))) {
            assertThatThrownBy(() -> place(peer, LONG))
                    .isInstanceOf(Corrupt.class)
                    .hasMessageContaining("start-up file of the shell");
        }
    }

    @Test
    void greeting_thatNeverComes_isTransient() throws Exception {
        try (FakePeer peer = new FakePeer(fake -> new CountDownLatch(1).await())) {
            Lines lines = new Lines(() -> Sftp.open(peer.tube(), "u@peer", SHORT, LONG), 1, true);
            assertThatThrownBy(() -> SftpPlace.open("sftp://peer", "/base", lines, lines::close, memory))
                    .isInstanceOf(Transient.class);
        }
    }

    @Test
    void greeting_withEndlessExtensions_isCorrupt() throws Exception {
        try (FakePeer peer = new FakePeer(fake -> {
            fake.next();
            ByteBuffer many = ByteBuffer.allocate(300 * 10);
            for (int i = 0; i < 300; i++) {
                many.put(FakePeer.string("a")).put(FakePeer.string("1"));
            }
            fake.answer(Wire.VERSION, 3, many.array());
        })) {
            assertThatThrownBy(() -> place(peer, LONG)).isInstanceOf(Corrupt.class);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 4, (256 << 10) + 1, Integer.MAX_VALUE})
    void answer_ofAnAbsurdLength_isCorrupt(int length) throws Exception {
        fails(
                peer -> {
                    peer.welcome().next();
                    peer.raw(ByteBuffer.allocate(4).putInt(length).array());
                    peer.next();
                },
                Corrupt.class,
                place -> place.stat("a"));
    }

    @Test
    void answer_toNobody_isCorrupt() throws Exception {
        fails(
                peer -> {
                    int id = peer.welcome().next().id();
                    peer.status(id + 1024, Wire.OK);
                    peer.next();
                },
                Corrupt.class,
                place -> place.stat("a"));
    }

    @Test
    void answer_cutInItsMiddle_isTransient() throws Exception {
        fails(
                peer -> {
                    peer.welcome().next();
                    peer.raw(new byte[] {0, 0, 0, 50, 105, 0, 0});
                    peer.hangUp();
                },
                Transient.class,
                place -> place.stat("a"));
    }

    @Test
    void answer_withTruncatedFields_isCorrupt() throws Exception {
        fails(
                peer -> {
                    int id = peer.welcome().next().id();
                    peer.answer(Wire.ATTRS, id, new byte[] {0, 0, 0, 5, 1});
                    peer.next();
                },
                Corrupt.class,
                place -> place.stat("a"));
    }

    @Test
    void answer_ofAnotherType_isCorrupt() throws Exception {
        fails(
                peer -> {
                    int id = peer.welcome().next().id();
                    peer.answer(Wire.DATA, id, FakePeer.string("bytes"));
                    peer.next();
                },
                Corrupt.class,
                place -> place.stat("a"));
    }

    @Test
    void server_thatSaysNothing_isTransientAfterTheSilence() throws Exception {
        try (FakePeer peer = new FakePeer(fake -> {
                    fake.welcome();
                    new CountDownLatch(1).await();
                });
                Place place = place(peer, SHORT)) {
            assertThatThrownBy(() -> place.stat("a"))
                    .isInstanceOf(Transient.class)
                    .hasMessageContaining("said nothing");
        }
    }

    @Test
    void waitingThread_thatIsInterrupted_isFreeAtOnce_andTheLineGoesOn() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch freed = new CountDownLatch(1);
        against(
                peer -> {
                    FakePeer.Asked held = peer.welcome().next();
                    asked.countDown();
                    freed.await();
                    FakePeer.Asked other = peer.next();
                    peer.answer(Wire.ATTRS, other.id(), FakePeer.attributes(8));
                    peer.answer(Wire.ATTRS, held.id(), FakePeer.attributes(7));
                    peer.next();
                },
                place -> {
                    List<Throwable> seen = new ArrayList<>();
                    Thread waiting = Thread.ofVirtual().start(() -> {
                        try {
                            place.stat("a");
                        } catch (IOException failure) {
                            seen.add(failure);
                        }
                    });
                    asked.await();
                    waiting.interrupt();
                    waiting.join();
                    freed.countDown();
                    assertThat(seen).hasSize(1).allMatch(InterruptedIOException.class::isInstance);
                    assertThat(place.stat("b").size()).isEqualTo(8);
                });
    }

    /// Answers a listing's requests: opens it, then tells `first` and after it `then` again and again.
    private static FakePeer.Script listing(byte[] first, byte[] then) {
        return peer -> {
            peer.welcome();
            byte[] next = first;
            while (true) {
                FakePeer.Asked asked = peer.next();
                switch (asked.type()) {
                    case Wire.OPENDIR -> peer.handle(asked.id());
                    case Wire.READDIR -> {
                        if (next.length == 0) {
                            peer.status(asked.id(), Wire.EOF);
                        } else {
                            peer.answer(Wire.NAME, asked.id(), next);
                        }
                        next = then;
                    }
                    default -> peer.status(asked.id(), Wire.OK);
                }
            }
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../etc/passwd", "a/b", "/etc", "", "nul\0"})
    void listing_withNamesThatLeadOut_isCorrupt(String name) throws Exception {
        fails(
                listing(FakePeer.names("good", name), new byte[0]),
                Corrupt.class,
                place -> place.list("", entry -> assertThat(entry.path()).isEqualTo("never told")));
    }

    @Test
    void listing_withTheFolderItselfAndItsParent_leavesThemOut() throws Exception {
        against(listing(FakePeer.names(".", "..", "a", ".reel-part-0123456789ab"), new byte[0]), place -> {
            List<String> told = new ArrayList<>();
            place.list("", entry -> told.add(entry.path()));
            assertThat(told).containsExactly("a");
        });
    }

    @Test
    void listing_withNoNamesAgainAndAgain_isCorrupt() throws Exception {
        fails(listing(FakePeer.names(), FakePeer.names()), Corrupt.class, place -> place.list("", entry -> {}));
    }

    @Test
    void listing_withMoreNamesThanItHas_isCorrupt() throws Exception {
        byte[] names = FakePeer.names("a");
        ByteBuffer.wrap(names).putInt(0, Integer.MAX_VALUE);
        fails(listing(names, new byte[0]), Corrupt.class, place -> place.list("", entry -> {}));
        ByteBuffer.wrap(names).putInt(0, 2);
        fails(listing(names, new byte[0]), Corrupt.class, place -> place.list("", entry -> {}));
    }

    @Test
    void listing_thatNeverEnds_isLeftWhenItsTakerHasEnough() throws Exception {
        byte[] names = FakePeer.names("again");
        int[] told = {0};
        against(
                listing(names, names),
                place -> assertThatThrownBy(() -> place.list("", entry -> {
                            if (++told[0] == 1000) {
                                throw new IllegalStateException("enough");
                            }
                        }))
                        .hasMessage("enough"));
        assertThat(told[0]).isEqualTo(1000);
    }

    @Test
    void listing_withANameThatIsNoText_tellsItAsSomethingThatCannotBeRead() throws Exception {
        byte[] names = FakePeer.names("xy");
        names[8] = (byte) 0xFF;
        against(
                listing(names, new byte[0]),
                place -> place.list("", entry -> {
                    assertThat(entry.kind()).isEqualTo(Entry.Kind.OTHER);
                    assertThat(entry.path()).isEqualTo("\\xFFy");
                }));
    }

    /// A file of `size` bytes by its attributes, whose reads `read` answers.
    private static FakePeer.Script file(long size, FakeRead read) {
        return peer -> {
            peer.welcome();
            while (true) {
                FakePeer.Asked asked = peer.next();
                switch (asked.type()) {
                    case Wire.OPEN -> peer.handle(asked.id());
                    case Wire.LSTAT, Wire.FSTAT -> peer.answer(Wire.ATTRS, asked.id(), FakePeer.attributes(size));
                    case Wire.READ -> {
                        asked.text();
                        read.answer(
                                peer,
                                asked.id(),
                                asked.body().getLong(),
                                asked.body().getInt());
                    }
                    default -> peer.status(asked.id(), Wire.OK);
                }
            }
        };
    }

    private interface FakeRead {
        void answer(FakePeer peer, int id, long offset, int length) throws IOException;
    }

    private static byte[] readAll(Place place, long size) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try (Reading reading = place.open(Entry.file("f", size, null))) {
            reading.read(0, size, piece -> all.writeBytes(piece.toArray(ValueLayout.JAVA_BYTE)));
        }
        return all.toByteArray();
    }

    private static byte[] data(long offset, int length) {
        ByteBuffer data = ByteBuffer.allocate(4 + length).putInt(length);
        for (int i = 0; i < length; i++) {
            data.put((byte) (((offset + i) * 31) >>> 3));
        }
        return data.array();
    }

    @Test
    void read_answeredInSmallPieces_isWhole() throws Exception {
        int size = 200_000;
        against(
                file(
                        size,
                        (peer, id, offset, length) ->
                                peer.answer(Wire.DATA, id, data(offset, Math.min(length, 10_000)))),
                place -> {
                    byte[] expected = new byte[size];
                    ByteBuffer.wrap(data(0, size)).position(4).get(expected);
                    assertThat(readAll(place, size)).isEqualTo(expected);
                });
    }

    @Test
    void read_answeredWithMoreThanWasAskedFor_isCorrupt() throws Exception {
        fails(
                file(100, (peer, id, offset, length) -> peer.answer(Wire.DATA, id, data(offset, length + 1))),
                Corrupt.class,
                place -> readAll(place, 100));
    }

    @Test
    void read_answeredWithNothing_isCorrupt() throws Exception {
        fails(
                file(100, (peer, id, offset, length) -> peer.answer(Wire.DATA, id, data(offset, 0))),
                Corrupt.class,
                place -> readAll(place, 100));
    }

    @Test
    void read_thatEndsBeforeTheSizeThatIsTold_isCorruptAndNeverShort() throws Exception {
        fails(
                file(3 << 20, (peer, id, offset, length) -> peer.status(id, Wire.EOF)),
                Corrupt.class,
                place -> readAll(place, 3 << 20));
    }

    @Test
    void read_whoseServerHangsUp_isTransient() throws Exception {
        fails(
                file(3 << 20, (peer, id, offset, length) -> peer.hangUp()),
                Transient.class,
                place -> readAll(place, 3 << 20));
    }

    @Test
    void read_inOneStreamOfManyRequests_keepsSeveralUnderWay() throws Exception {
        int size = 4 << 20;
        int ahead = 2 * (1 << 20) / Offers.SURE_BYTES;
        List<Runnable> held = new ArrayList<>();
        against(
                file(size, (peer, id, offset, length) -> {
                    // Nothing is answered before so many were asked for; the rest comes as it is asked for.
                    held.add(() -> {
                        try {
                            peer.answer(Wire.DATA, id, data(offset, length));
                        } catch (IOException over) {
                            throw new AssertionError(over);
                        }
                    });
                    if (offset / Offers.SURE_BYTES >= ahead - 1) {
                        held.forEach(Runnable::run);
                        held.clear();
                    }
                }),
                place -> assertThat(readAll(place, size)).hasSize(size));
    }

    @Test
    void write_thatTheServerRefuses_isRefused() throws Exception {
        fails(
                peer -> {
                    peer.welcome();
                    while (true) {
                        FakePeer.Asked asked = peer.next();
                        switch (asked.type()) {
                            case Wire.OPEN -> peer.handle(asked.id());
                            case Wire.WRITE -> peer.status(asked.id(), Wire.PERMISSION_DENIED);
                            default -> peer.status(asked.id(), Wire.OK);
                        }
                    }
                },
                Refused.class,
                place -> {
                    try (Writing writing = place.create(WriteRequest.replacing("a", 1 << 20, 1 << 20))) {
                        writing.write(0, Source.of(new byte[1 << 20]));
                    }
                });
    }

    @Test
    void publish_ofAFileThatIsShorterThere_isCorrupt() throws Exception {
        fails(
                peer -> {
                    peer.welcome();
                    while (true) {
                        FakePeer.Asked asked = peer.next();
                        switch (asked.type()) {
                            case Wire.OPEN -> peer.handle(asked.id());
                            case Wire.FSTAT, Wire.LSTAT -> peer.answer(Wire.ATTRS, asked.id(), FakePeer.attributes(99));
                            default -> peer.status(asked.id(), Wire.OK);
                        }
                    }
                },
                Corrupt.class,
                place -> {
                    try (Writing writing = place.create(WriteRequest.replacing("a", 100, 100))) {
                        writing.write(0, Source.of(new byte[100]));
                        writing.publish(null, Meta.NONE, Map.of());
                    }
                });
    }

    @Test
    void handle_thatIsTooLong_isCorrupt() throws Exception {
        fails(
                peer -> {
                    int id = peer.welcome().next().id();
                    peer.answer(Wire.HANDLE, id, FakePeer.string("h".repeat(257)));
                    peer.next();
                },
                Corrupt.class,
                place -> place.list("", entry -> {}));
    }

    @Test
    void words_ofAServer_areShownWithoutItsControlCharacters() throws Exception {
        against(
                peer -> {
                    int id = peer.welcome().next().id();
                    byte[] words = FakePeer.string("\u001b[31mred\u0007\nalert" + "!".repeat(1000));
                    peer.answer(
                            Wire.STATUS,
                            id,
                            ByteBuffer.allocate(4 + words.length)
                                    .putInt(Wire.UNSUPPORTED)
                                    .put(words)
                                    .array());
                    peer.next();
                },
                place -> assertThatThrownBy(() -> place.stat("a"))
                        .isInstanceOf(Refused.class)
                        .hasMessageContaining("red")
                        .hasMessageNotContainingAny("\u001b", "\u0007", "\n", "!".repeat(200)));
    }
}
