package reel.backend.wire;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reel.backend.Source;
import reel.stream.buffer.MemoryBudget;

/// Writes calls to a line: the head and the first bytes of the body together.
final class Sender {
    /// One write to the system; a peer that takes less than this within the patience counts as silent.
    private static final int SLICE_BYTES = 256 << 10;

    private Sender() {}

    static void send(MemoryBudget memory, Call call, Line line) throws IOException {
        @Nullable Source body = call.body();
        byte[] head = head(call, line.proxy()).getBytes(StandardCharsets.ISO_8859_1);
        ByteBuffer out = line.outgoing().clear();
        if (head.length > out.remaining()) {
            line.write(ByteBuffer.wrap(head));
        } else {
            out.put(head);
        }
        long size = body == null ? 0 : body.size();
        long sent = 0;
        if (body != null) {
            int first = (int) Math.min(out.remaining(), size);
            body.read(0, MemorySegment.ofBuffer(out).asSlice(0, first));
            out.position(out.position() + first);
            sent = first;
        }
        line.write(out.flip());
        out.clear();
        if (body != null && sent < size) {
            @Nullable MemorySegment bytes = body.memory();
            if (bytes != null && bytes.isNative()) {
                sendMemory(line, bytes.asSlice(sent, size - sent));
            } else {
                sendCopied(memory, line, body, sent);
            }
        }
    }

    private static void sendMemory(Line line, MemorySegment bytes) throws IOException {
        for (long at = 0; at < bytes.byteSize(); at += SLICE_BYTES) {
            long length = Math.min(SLICE_BYTES, bytes.byteSize() - at);
            line.write(bytes.asSlice(at, length).asByteBuffer());
        }
    }

    private static void sendCopied(MemoryBudget memory, Line line, Source body, long from) throws IOException {
        try (Staging stage = Staging.of(memory, line, body.size() - from)) {
            long at = from;
            while (at < body.size()) {
                int length = (int) Math.min(stage.segment().byteSize(), body.size() - at);
                body.read(at, stage.segment().asSlice(0, length));
                line.write(stage.clear().limit(length));
                at += length;
            }
        }
    }

    private static String head(Call call, @Nullable Proxy proxy) {
        StringBuilder head = new StringBuilder(512)
                .append(call.method())
                .append(' ')
                .append(proxy == null ? "" : call.host().toString())
                .append(call.target())
                .append(" HTTP/1.1\r\nHost: ")
                .append(call.host().header())
                .append("\r\n");
        for (Map.Entry<String, String> header : call.headers().entrySet()) {
            head.append(header.getKey()).append(": ").append(header.getValue()).append("\r\n");
        }
        if (proxy != null && proxy.authorization() != null) {
            head.append("Proxy-Authorization: ").append(proxy.authorization()).append("\r\n");
        }
        if (call.tellsLength()) {
            @Nullable Source body = call.body();
            head.append("Content-Length: ")
                    .append(body == null ? 0 : body.size())
                    .append("\r\n");
        }
        return head.append("\r\n").toString();
    }
}
