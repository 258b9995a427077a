package reel.backend.sftp;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import reel.stream.ReelException;
import reel.stream.Transient;

/// A server that answers what a test wants, over two pipes of the system.
final class FakePeer implements AutoCloseable {
    private final Pipe toPeer = Pipe.open();
    private final Pipe fromPeer = Pipe.open();
    private final DataInputStream in = new DataInputStream(Channels.newInputStream(toPeer.source()));
    private final DataOutputStream out = new DataOutputStream(Channels.newOutputStream(fromPeer.sink()));
    private final Thread thread;

    /// One request as it came.
    record Asked(int type, int id, ByteBuffer body) {
        String text() {
            byte[] bytes = new byte[body.getInt()];
            body.get(bytes);
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    /// What it does.
    interface Script {
        void play(FakePeer peer) throws Exception;
    }

    FakePeer(Script script) throws IOException {
        thread = Thread.ofPlatform().daemon().start(() -> {
            try {
                script.play(this);
            } catch (Exception over) {
                // The other side has ended it, or the test is done.
            }
        });
    }

    /// Takes the greeting and greets, with no extension.
    FakePeer greet() throws IOException {
        next();
        return answer(Wire.VERSION, Wire.VERSION_SPOKEN, new byte[0]);
    }

    /// Greets and answers the first request, which asks for the folder that everything starts from.
    FakePeer welcome() throws IOException {
        greet();
        Asked first = next();
        return name(first.id(), "/home");
    }

    Asked next() throws IOException {
        int length = in.readInt();
        byte[] packet = in.readNBytes(length);
        if (packet.length < length) {
            throw new EOFException();
        }
        ByteBuffer body = ByteBuffer.wrap(packet);
        int type = body.get();
        return new Asked(type, body.getInt(), body);
    }

    FakePeer answer(int type, int id, byte[] body) throws IOException {
        ByteBuffer packet = ByteBuffer.allocate(Wire.HEAD + body.length);
        packet.putInt(Wire.HEAD - Integer.BYTES + body.length)
                .put((byte) type)
                .putInt(id)
                .put(body);
        return raw(packet.array());
    }

    FakePeer status(int id, int code) throws IOException {
        return answer(Wire.STATUS, id, ByteBuffer.allocate(12).putInt(code).array());
    }

    FakePeer name(int id, String... names) throws IOException {
        return answer(Wire.NAME, id, names(names));
    }

    FakePeer handle(int id) throws IOException {
        return answer(Wire.HANDLE, id, string("h"));
    }

    FakePeer raw(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
        return this;
    }

    static byte[] string(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(Integer.BYTES + bytes.length)
                .putInt(bytes.length)
                .put(bytes)
                .array();
    }

    /// Names as a listing has them, each of a file of 3 bytes.
    static byte[] names(String... names) {
        ByteBuffer body = ByteBuffer.allocate(1 << 16);
        body.putInt(names.length);
        for (String name : names) {
            body.put(string(name)).put(string("long " + name));
            body.put(attributes(3));
        }
        return Arrays.copyOf(body.array(), body.position());
    }

    /// Attributes of a file of so many bytes.
    static byte[] attributes(long size) {
        return ByteBuffer.allocate(16).putInt(5).putLong(size).putInt(0100644).array();
    }

    /// The connection's other end.
    Tube tube() {
        return new Tube() {
            @Override
            public long read(ByteBuffer[] into) throws IOException {
                return fromPeer.source().read(into);
            }

            @Override
            public void write(ByteBuffer[] from) throws IOException {
                toPeer.sink().write(from);
            }

            @Override
            public void writeNow(byte[] from, int length) throws IOException {
                // By another thread, since a channel is closed when its writer is interrupted.
                try {
                    CompletableFuture.runAsync(() -> {
                                ByteBuffer bytes = ByteBuffer.wrap(from, 0, length);
                                try {
                                    while (bytes.hasRemaining()) {
                                        toPeer.sink().write(bytes);
                                    }
                                } catch (IOException broken) {
                                    throw new UncheckedIOException(broken);
                                }
                            })
                            .join();
                } catch (CompletionException broken) {
                    throw new IOException(broken);
                }
            }

            @Override
            public boolean asking() {
                return false;
            }

            @Override
            public void greeted() {}

            @Override
            public ReelException epitaph() {
                return new Transient("the peer", "the connection ended", null, null);
            }

            @Override
            public void close() {
                try {
                    toPeer.sink().close();
                    fromPeer.source().close();
                } catch (IOException harmless) {
                    throw new AssertionError(harmless);
                }
            }
        };
    }

    /// Ends the connection in an orderly way.
    void hangUp() throws IOException {
        fromPeer.sink().close();
    }

    @Override
    public void close() throws IOException {
        toPeer.source().close();
        fromPeer.sink().close();
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        toPeer.sink().close();
        fromPeer.source().close();
    }
}
