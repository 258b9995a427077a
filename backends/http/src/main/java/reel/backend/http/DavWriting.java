package reel.backend.http;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import reel.backend.Source;
import reel.backend.place.DigestKind;
import reel.backend.place.Entry;
import reel.backend.place.Meta;
import reel.backend.place.WriteRequest;
import reel.backend.place.Writing;
import reel.backend.wire.Answer;
import reel.backend.wire.Lasting;
import reel.stream.Corrupt;
import reel.stream.Refused;

/// A file on its way to a WebDAV server: one upload under a hidden name, its parts in order.
///
/// Used by one thread at a time, as parts in order are.
final class DavWriting implements Writing {
    private final Dav dav;
    private final WriteRequest request;
    private final String shown;
    private final Url hidden;
    private final Feed feed;
    private long next;
    private @Nullable Thread sender;
    private final CompletableFuture<Boolean> sent = new CompletableFuture<>();
    private volatile boolean begun;
    private boolean stored;
    private boolean over;

    DavWriting(Dav dav, WriteRequest request) {
        this.dav = dav;
        this.request = request;
        this.shown = dav.shown(request.path());
        this.hidden = dav.beside(request.path());
        this.feed = new Feed(shown, request.size());
    }

    @Override
    public void write(long offset, Source bytes) throws IOException {
        requireOpen();
        if (offset < 0 || bytes.size() > request.size() - offset) {
            throw new Refused(
                    shown, "bytes " + offset + " + " + bytes.size() + " are past the end at " + request.size());
        }
        if (offset != next) {
            throw new IllegalStateException("part at " + offset + " of " + shown + ", expected the one at " + next);
        }
        if (bytes.size() == request.size()) {
            put(bytes);
            stored = true;
        } else {
            start();
            feed.give(bytes);
        }
        next += bytes.size();
    }

    private void requireOpen() {
        if (over) {
            throw new IllegalStateException(shown + " is closed");
        }
    }

    private void start() {
        if (sender == null) {
            sender = Thread.ofPlatform().daemon().name("reel-upload").start(this::send);
        }
    }

    private void send() {
        try {
            put(feed);
            feed.end(null);
            sent.complete(true);
        } catch (IOException failure) {
            feed.end(failure);
            sent.completeExceptionally(failure);
        } catch (RuntimeException | Error mistake) {
            feed.end(new IOException("the upload of " + shown + " failed", mistake));
            sent.completeExceptionally(mistake);
        }
    }

    private void put(Source body) throws IOException {
        begun = true;
        dav.put(shown, hidden, body);
    }

    @Override
    public @Nullable String token() {
        return null;
    }

    @Override
    public Map<Long, Long> stored() {
        return Map.of();
    }

    @Override
    public Entry publish(@Nullable Instant modified, Meta meta, Map<DigestKind, String> expected) throws IOException {
        requireOpen();
        if (next != request.size()) {
            throw new IllegalStateException(shown + " has " + next + " of " + request.size() + " bytes");
        }
        if (request.size() == 0) {
            put(Source.of(new byte[0]));
        } else if (!stored) {
            awaitSent();
        }
        stored = true;
        check(expected);
        boolean replaces = request.existing() == WriteRequest.Existing.REPLACE;
        dav.moveTo(request.path(), hidden, request.path(), replaces);
        over = true;
        return dav.stat(request.path());
    }

    private void awaitSent() throws IOException {
        try {
            boolean unused = sent.get();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted at " + shown);
        } catch (ExecutionException failed) {
            switch (failed.getCause()) {
                case IOException failure -> throw failure;
                case Error error -> throw error;
                case null, default -> throw new IllegalStateException(failed);
            }
        }
    }

    /// The server computes no digests, so the size is what it can vouch for.
    private void check(Map<DigestKind, String> expected) throws IOException {
        try (Answer answer = dav.caller().send(shown, "HEAD", hidden, Map.of(), null)) {
            if (!answer.succeeded()) {
                throw HttpFailure.of(shown, answer);
            }
            long told = answer.length();
            if (told >= 0 && told != request.size()) {
                throw new Corrupt(
                        shown, -1, request.size() + " bytes on the server", told + " of them", "Send it again.", null);
            }
        }
    }

    @Override
    public void suspend() throws IOException {
        close();
    }

    @Override
    public void close() throws IOException {
        if (over) {
            return;
        }
        over = true;
        @Nullable Thread running = sender;
        if (running != null) {
            feed.end(null);
            running.interrupt();
        }
        if (begun) {
            Lasting.run(() -> {
                if (running != null) {
                    awaitEnd(running);
                }
                dav.deleteAt(request.path(), hidden);
            });
        }
    }

    /// What is still being sent could come to be after it was deleted.
    private static void awaitEnd(Thread running) throws InterruptedIOException {
        try {
            running.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while an upload was given up");
        }
    }
}
