package reel.backend.gcs;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import reel.backend.Source;

/// A description and the bytes that it describes as one body (`multipart/related`, RFC 2387).
record Related(String type, byte[] before, Source bytes, byte[] after) implements Source {
    static Related of(JsonObject description, Source bytes) {
        // Nothing in a description looks like it, and what stands in the bytes is passed over by chance of
        // 2^-128 only.
        String boundary = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong())
                + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
        String before = "--" + boundary + "\r\nContent-Type: application/json; charset=UTF-8\r\n\r\n" + description
                + "\r\n--" + boundary + "\r\nContent-Type: application/octet-stream\r\n\r\n";
        return new Related(
                "multipart/related; boundary=" + boundary,
                before.getBytes(StandardCharsets.UTF_8),
                bytes,
                ("\r\n--" + boundary + "--\r\n").getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public long size() {
        return before.length + bytes.size() + after.length;
    }

    @Override
    public void read(long offset, MemorySegment into) throws IOException {
        long at = offset;
        long done = 0;
        while (done < into.byteSize()) {
            Source part = at < before.length
                    ? Source.of(before)
                    : at < before.length + bytes.size() ? bytes : Source.of(after);
            long start = at < before.length
                    ? 0
                    : at < before.length + bytes.size() ? before.length : before.length + bytes.size();
            long n = Math.min(into.byteSize() - done, part.size() - (at - start));
            part.read(at - start, into.asSlice(done, n));
            at += n;
            done += n;
        }
    }
}
