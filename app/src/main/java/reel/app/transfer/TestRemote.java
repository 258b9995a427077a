package reel.app.transfer;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import reel.backend.Source;
import reel.backend.place.Entry;
import reel.backend.place.Meta;
import reel.backend.place.Place;
import reel.backend.place.PlaceTraits;
import reel.backend.place.WriteRequest;
import reel.backend.place.Writing;
import reel.stream.Corrupt;
import reel.transfer.job.Endpoint;

/// Tries a place: connects, lists, writes a small file, reads it back and deletes it, and says how long each took.
public final class TestRemote {
    private static final String PROBE = "reel-probe-";
    private static final int PROBE_BYTES = 1024;

    private final boolean writes;

    /// @param writes whether a file is written too
    public TestRemote(boolean writes) {
        this.writes = writes;
    }

    /// @param connect with the first answer
    /// @param list    of the folder itself
    /// @param write   null where nothing was written
    /// @param entries in the folder
    public record Report(
            String name,
            PlaceTraits traits,
            boolean there,
            Duration connect,
            @Nullable Duration list,
            @Nullable Duration write,
            @Nullable Duration read,
            @Nullable Duration delete,
            long entries) {}

    public Report run(PlaceSession session, String typed) throws IOException {
        long begin = System.nanoTime();
        Found found = session.find(typed);
        Duration connect = since(begin);
        Place place = found.endpoint().place();
        AtomicLong entries = new AtomicLong();
        Duration list = null;
        if (found.isFolder()) {
            begin = System.nanoTime();
            place.list(found.endpoint().path(), entry -> entries.incrementAndGet());
            list = since(begin);
        }
        Duration[] took = new Duration[3];
        if (writes && !found.isFile()) {
            probe(found.endpoint(), took);
        }
        return new Report(
                found.endpoint().toString(),
                place.traits(),
                found.isThere(),
                connect,
                list,
                took[0],
                took[1],
                took[2],
                entries.get());
    }

    private static void probe(Endpoint folder, Duration[] took) throws IOException {
        byte[] random = new byte[PROBE_BYTES];
        ThreadLocalRandom.current().nextBytes(random);
        String path = folder.at(PROBE + HexFormat.of().formatHex(random, 0, 6));
        Place place = folder.place();
        long begin = System.nanoTime();
        try {
            Entry written;
            long part = place.traits().parts().fit(PROBE_BYTES, PROBE_BYTES);
            try (Writing writing = place.create(WriteRequest.replacing(path, PROBE_BYTES, part))) {
                writing.write(0, Source.of(MemorySegment.ofArray(random)));
                written = writing.publish(null, Meta.NONE, Map.of());
            }
            took[0] = since(begin);
            begin = System.nanoTime();
            byte[] back = new Contents(place).all(written, PROBE_BYTES);
            took[1] = since(begin);
            if (!java.util.Arrays.equals(random, back)) {
                throw new Corrupt(folder.name(path), 0, "the bytes that were written", "others");
            }
            begin = System.nanoTime();
        } finally {
            place.delete(path);
        }
        took[2] = since(begin);
    }

    private static Duration since(long begin) {
        return Duration.ofNanos(System.nanoTime() - begin);
    }
}
