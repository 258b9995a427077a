package reel.backend.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reel.backend.Source;
import reel.backend.place.Logins;
import reel.backend.place.PlaceContext;
import reel.stream.Corrupt;
import reel.stream.Missing;
import reel.stream.Transient;
import reel.stream.buffer.Lease;
import reel.stream.buffer.MemoryBudget;

@Timeout(60)
final class WireTest {
    private static final Duration PATIENCE = Duration.ofMillis(300);

    private final MemoryBudget memory = MemoryBudget.tracked(4 << 20);

    private Wire wire() throws Exception {
        return wire(4);
    }

    private Wire wire(int most) throws Exception {
        return Wire.of(
                new PlaceContext(memory, Logins.NONE, Map.of(), most, Duration.ofSeconds(10), PATIENCE),
                TlsTrust.of(null));
    }

    private static Call get(ScriptedServer server) {
        return Call.get("thing", server.host(false), "/x");
    }

    private static Call put(ScriptedServer server, Source body) {
        return new Call("thing", "PUT", server.host(false), "/x", Map.of(), body);
    }

    private static byte[] all(Answer answer) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        answer.read(piece -> all.writeBytes(piece.toArray(ValueLayout.JAVA_BYTE)));
        return all.toByteArray();
    }

    private static byte[] noise(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 32_768, 262_144, 1_000_003})
    void answer_withLength_givesExactlyItsBytes(int length) throws Exception {
        byte[] bytes = noise(length);
        try (ScriptedServer server = ScriptedServer.start((head, body, out) -> {
                    ScriptedServer.say(out, "HTTP/1.1 200 OK\r\nContent-Length: " + length + "\r\nX-A: b\r\n\r\n");
                    out.write(bytes);
                    return true;
                });
                Wire wire = wire()) {
            for (int i = 0; i < 3; i++) {
                try (Answer answer = wire.send(get(server))) {
                    assertThat(answer.status()).isEqualTo(200);
                    assertThat(answer.header("x-a")).isEqualTo("b");
                    assertThat(answer.length()).isEqualTo(length);
                    assertThat(all(answer)).isEqualTo(bytes);
                }
            }
            assertThat(server.connections()).isEqualTo(1);
        }
        memory.close();
    }

    @Test
    void roundTrip_isTheShortestWaitForAnAnswer() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        try (ScriptedServer server = ScriptedServer.start((head, body, out) -> {
                    Thread.sleep(asked.getAndIncrement() == 1 ? 5 : 60);
                    ScriptedServer.say(out, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
                    return true;
                });
                Wire wire = wire()) {
            assertThat(wire.roundTrip()).isNull();
            List<Duration> known = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                try (Answer answer = wire.send(get(server))) {
                    assertThat(answer.status()).isEqualTo(200);
                }
                known.add(Objects.requireNonNull(wire.roundTrip()));
            }
            assertThat(known.get(0)).isGreaterThanOrEqualTo(Duration.ofMillis(60));
            assertThat(known.get(1)).isBetween(Duration.ofMillis(5), known.get(0));
            assertThat(known.get(2)).isBetween(Duration.ofMillis(5), known.get(1));
        }
    }

    @Test
    void answer_inChunks_givesThemJoined_andTheConnectionGoesOn() throws Exception {
        try (ScriptedServer server = ScriptedServer.start((head, body, out) -> {
                    ScriptedServer.say(
                            out,
                            "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                                    + "3;note=x\r\nabc\r\n10\r\n0123456789abcdef\r\n0\r\nTrailer: y\r\n\r\n");
                    return true;
                });
                Wire wire = wire()) {
            for (int i = 0; i < 2; i++) {
                try (Answer answer = wire.send(get(server))) {
                    assertThat(answer.length()).isEqualTo(-1);
                    assertThat(new String(all(answer), StandardCharsets.US_ASCII))
                            .isEqualTo("abc0123456789abcdef");
                }
            }
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void answer_withoutLength_endsWithTheConnection() throws Exception {
        try (ScriptedServer server = ScriptedServer.start((head, body, out) -> {
                    ScriptedServer.say(out, "HTTP/1.0 200 OK\r\n\r\nto the end");
                    return false;
                });
                Wire wire = wire();
                Answer answer = wire.send(get(server))) {
            assertThat(answer.bytes(100)).isEqualTo("to the end".getBytes(StandardCharsets.US_ASCII));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 10\r\n\r\nshort",
                "Transfer-Encoding: chunked\r\n\r\n5\r\nshort\r\n",
                "Transfer-Encoding: chunked\r\n\r\nff\r\nshort",
            })
    void body_thatEndsEarly_isTransientAndNeverShort(String rest) throws Exception {
        try (ScriptedServer server = ScriptedServer.start((head, body, out) -> {
                    ScriptedServer.say(out, "HTTP/1.1 200 OK\r\n" + rest);
                    return false;
                });
                Wire wire = wire();
                Answer answer = wire.send(get(server))) {
            assertThatThrownBy(() -> all(answer)).isInstanceOf(Transient.class).hasMessageContaining("thing");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SSH-2.0-OpenSSH_9.9\r\n\r\n",
                "HTTP/1.1 abc\r\n\r\n",
                "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n",
            })
    void head_thatCannotBe_isCorrupt(String head) throws Exception {
        try (ScriptedServer server = ScriptedServer.start((h, body, out) -> {
                    ScriptedServer.say(out, head);
                    return true;
                });
                Wire wire = wire()) {
            assertThatThrownBy(() -> wire.send(get(server)).close()).isInstanceOf(Corrupt.class);
        }
    }

    @Test
    void head_withoutEnd_isCorruptBeforeItFillsMemory() throws Exception {
        try (ScriptedServer server = ScriptedServer.start((h, body, out) -> {
                    ScriptedServer.say(out, "HTTP/1.1 200 OK\r\n");
                    while (true) {
                        ScriptedServer.say(out, "X-Header: " + "v".repeat(1000) + "\r\n");
                    }
                });
                Wire wire = wire()) {
            assertThatThrownBy(() -> wire.send(get(server)).close()).isInstanceOf(Corrupt.class);
        }
    }

    @Test
    void explanation_withoutEnd_isBounded() throws Exception {
        try (ScriptedServer server = ScriptedServer.start((h, body, out) -> {
                    ScriptedServer.say(out, "HTTP/1.1 500 Oh\r\nTransfer-Encoding: chunked\r\n\r\n");
                    while (true) {
                        ScriptedServer.say(out, "400\r\n" + "v".repeat(1024) + "\r\n");
                    }
                });
                Wire wire = wire();
                Answer answer = wire.send(get(server))) {
            assertThatThrownBy(() -> answer.bytes(10_000)).isInstanceOf(Corrupt.class);
        }
    }

    @Test
    void connection_thatTheServerClosed_isNotUsedAgain() throws Exception {
        CountDownLatch closed = new CountDownLatch(1);
        try (ScriptedServer server = ScriptedServer.start((head, body, out) -> {
                    ScriptedServer.say(out, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
                    out.close();
                    closed.countDown();
                    return false;
                });
                Wire wire = wire()) {
            wire.send(get(server)).close();
            closed.await();
            wire.send(get(server)).close();
            assertThat(server.connections()).isEqualTo(2);
        }
    }

    @Test
    void answerThatWasNotAsked_isNeverTakenForTheNext() throws Exception {
        try (ScriptedServer server = ScriptedServer.start((head, body, out) -> {
                    ScriptedServer.say(
                            out,
                            "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nA"
                                    + "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nB");
                    return true;
                });
                Wire wire = wire()) {
            for (int i = 0; i < 3; i++) {
                try (Answer answer = wire.send(get(server))) {
                    assertThat(answer.bytes(10)).containsExactly('A');
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 5, 40_000, 3_000_003})
    void body_ofAnySize_arrivesWhole_fromMemoryAndFromElsewhere(int length) throws Exception {
        byte[] bytes = noise(length);
        AtomicReference<byte[]> arrived = new AtomicReference<>(new byte[0]);
        try (ScriptedServer server = ScriptedServer.start((head, body, out) -> {
                    arrived.set(body.readNBytes(length));
                    assertThat(head).contains("Content-Length: " + length + "\r\n");
                    ScriptedServer.say(out, "HTTP/1.1 204 Done\r\n\r\n");
                    return true;
                });
                Wire wire = wire();
                Lease lease = memory.lease(Math.max(1, length))) {
            MemorySegment.copy(bytes, 0, lease.segment(), ValueLayout.JAVA_BYTE, 0, length);
            for (Source body : java.util.List.of(
                    Source.of(bytes), Source.of(lease.segment().asSlice(0, length)))) {
                arrived.set(new byte[0]);
                wire.send(put(server, body)).close();
                assertThat(arrived.get()).isEqualTo(bytes);
            }
        }
        memory.close();
    }

    @Test
    void refusal_beforeTheBodyIsTaken_isTold() throws Exception {
        try (ScriptedServer server = ScriptedServer.start((head, body, out) -> {
                    ScriptedServer.say(
                            out, "HTTP/1.1 503 Slow Down\r\nRetry-After: 7\r\nContent-Length: 4\r\n\r\nbusy");
                    // Takes some of the body, not all, as proxies do before they hang up.
                    body.skipNBytes(300_000);
                    return false;
                });
                Wire wire = wire();
                Answer answer = wire.send(put(server, Source.of(noise(64 << 20))))) {
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.retryAfter()).isEqualTo(Duration.ofSeconds(7));
        }
    }

    @Test
    void server_thatSaysNothing_isTransientInTime() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        try (ScriptedServer server = ScriptedServer.start((head, body, out) -> {
                    ScriptedServer.say(out, "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nsome");
                    over.await();
                    return false;
                });
                Wire wire = wire();
                Answer answer = wire.send(get(server))) {
            assertThatThrownBy(() -> all(answer))
                    .isInstanceOf(Transient.class)
                    .hasMessageContaining("said nothing for 0.3 seconds");
            over.countDown();
        }
    }

    @Test
    void server_thatTakesNothing_isTransientInTime() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        try (ScriptedServer server = ScriptedServer.start((head, body, out) -> {
                    over.await();
                    return false;
                });
                Wire wire = wire()) {
            assertThatThrownBy(() ->
                            wire.send(put(server, Source.of(noise(64 << 20)))).close())
                    .isInstanceOf(Transient.class)
                    .hasMessageContaining("said nothing");
            over.countDown();
        }
    }

    @Test
    void patience_countsTheServerOnly_notASlowSink() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        try (ScriptedServer server = ScriptedServer.start((head, body, out) -> {
                    ScriptedServer.say(out, "HTTP/1.1 200 OK\r\nContent-Length: 600000\r\n\r\n");
                    out.write(new byte[600_000]);
                    return true;
                });
                Wire wire = wire();
                Answer answer = wire.send(get(server))) {
            answer.read(piece -> {
                try {
                    assertThat(never.await(PATIENCE.toMillis() * 3, java.util.concurrent.TimeUnit.MILLISECONDS))
                            .isFalse();
                } catch (InterruptedException unexpected) {
                    throw new InterruptedIOException(unexpected.getMessage());
                }
            });
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void interruption_endsABlockedCallAtOnce_andTheWireGoesOn(boolean virtual) throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch over = new CountDownLatch(1);
        try (ScriptedServer server = ScriptedServer.start((head, body, out) -> {
                    if (asked.getCount() > 0) {
                        asked.countDown();
                        over.await();
                    }
                    ScriptedServer.say(out, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
                    return true;
                });
                Wire patient = Wire.of(PlaceContext.of(memory, Logins.NONE, Map.of()), TlsTrust.of(null))) {
            AtomicReference<Throwable> seen = new AtomicReference<>();
            Runnable call = () -> {
                try {
                    patient.send(get(server)).close();
                } catch (IOException failure) {
                    seen.set(failure);
                }
            };
            Thread thread = virtual
                    ? Thread.ofVirtual().start(call)
                    : Thread.ofPlatform().start(call);
            asked.await();
            thread.interrupt();
            thread.join();
            assertThat(seen.get()).isInstanceOf(InterruptedIOException.class);
            over.countDown();
            patient.send(get(server)).close();
        }
    }

    @Test
    void calls_beyondTheMost_waitForAFreeConnection() throws Exception {
        try (ScriptedServer server = ScriptedServer.start((head, body, out) -> {
                    ScriptedServer.say(out, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
                    return true;
                });
                Wire wire = wire(1)) {
            try (Answer held = wire.send(get(server))) {
                assertThat(held.status()).isEqualTo(200);
                assertThatThrownBy(() -> wire.send(get(server)).close())
                        .isInstanceOf(Transient.class)
                        .hasMessageContaining("busy");
            }
            wire.send(get(server)).close();
        }
    }

    @Test
    void host_thatIsNotThere_isMissing_andOneThatDoesNotAnswerTransient() throws Exception {
        int port;
        try (java.net.ServerSocket gone = new java.net.ServerSocket(0)) {
            port = gone.getLocalPort();
        }
        try (Wire wire = wire()) {
            assertThatThrownBy(() -> wire.send(Call.get("thing", new Host(false, "no-such-host.invalid", 80), "/"))
                            .close())
                    .isInstanceOfAny(Missing.class, Transient.class)
                    .hasMessageContaining("no-such-host.invalid");
            assertThatThrownBy(() -> wire.send(Call.get("thing", new Host(false, "127.0.0.1", port), "/"))
                            .close())
                    .isInstanceOf(Transient.class)
                    .hasMessageContaining("nobody answers");
        }
    }

    @Test
    void memory_thatIsUsedUp_slowsButNeverBlocks() throws Exception {
        byte[] bytes = noise(1_000_000);
        try (ScriptedServer server = ScriptedServer.start((head, body, out) -> {
                    ScriptedServer.say(out, "HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n");
                    out.write(bytes);
                    return true;
                });
                Wire wire = wire();
                Lease everything = memory.lease(4 << 20);
                Answer answer = wire.send(get(server))) {
            assertThat(everything.bytes()).isEqualTo(4 << 20);
            assertThat(all(answer)).isEqualTo(bytes);
        }
    }

    @Test
    void header_withALineBreak_isNeverSent() {
        assertThatThrownBy(() -> Call.get("thing", Host.of(false, "h"), "/x").with("X", "a\r\nY: b"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
