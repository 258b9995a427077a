package reel.video.payload;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import reel.stream.Corrupt;
import reel.stream.hash.Hash;

/// Takes the plain bytes of a payload in order and makes files of them, below a folder that is nobody's yet. Not
/// thread-safe.
final class FilesBack implements AutoCloseable {
    private final String thing;
    private final Path folder;
    private final Predicate<Entry> wanted;
    private final List<Entry> whole = new ArrayList<>();
    private final List<Hash> hashes = new ArrayList<>();
    private final List<Boolean> hashed = new ArrayList<>();

    private @Nullable Catalog catalog;
    private byte[] gathered = new byte[Album.HEAD_BYTES];
    private int have;
    private boolean listing;
    private boolean closing;
    private int closingBytes;
    private int entry;
    private long left;
    private @Nullable FileBack file;

    /// @param known the catalog with all sizes; null where only what comes tells
    FilesBack(String thing, Path folder, Predicate<Entry> wanted, @Nullable Catalog known) {
        this.thing = thing;
        this.folder = folder;
        this.wanted = wanted;
        this.catalog = known;
    }

    /// Files whose every byte was there.
    List<Entry> whole() {
        return whole;
    }

    /// What is listed; null where not even that came.
    @Nullable
    Catalog catalog() {
        return catalog;
    }

    void accept(MemorySegment plain) throws IOException {
        long from = 0;
        while (from < plain.byteSize()) {
            long rest = plain.byteSize() - from;
            if (have < gathered.length) {
                int some = (int) Math.min(rest, gathered.length - have);
                MemorySegment.copy(plain, from, MemorySegment.ofArray(gathered), have, some);
                have += some;
                from += some;
                if (have == gathered.length) {
                    gathered();
                }
            } else if (left > 0) {
                long some = Math.min(rest, left);
                if (file != null) {
                    file.write(plain.asSlice(from, some));
                }
                left -= some;
                from += some;
                if (left == 0) {
                    ended();
                    next();
                }
            } else {
                throw new Corrupt(thing, -1, "the end", "more bytes", null, null);
            }
        }
    }

    /// A part that is wanted as a whole is there.
    private void gathered() throws IOException {
        if (closing) {
            close(gathered);
        } else if (!listing) {
            gathered = new byte[Album.catalogBytes(gathered, thing)];
            have = 0;
            listing = true;
        } else {
            Catalog told = Catalog.read(gathered, thing);
            closingBytes = Math.toIntExact(Album.closingBytes(told));
            catalog = catalog == null ? told : catalog;
            entry = -1;
            next();
        }
    }

    /// Goes on to the next entry that has bytes.
    private void next() throws IOException {
        Catalog all = catalog;
        if (all == null) {
            throw new IllegalStateException("no catalog yet");
        }
        for (entry++; entry < all.entries().size(); entry++) {
            Entry now = all.entries().get(entry);
            if (now.size() == Entry.UNKNOWN_SIZE) {
                throw new Corrupt(thing, -1, "the end of a file whose size stands there", "no end", null, null);
            }
            if (!now.isFile()) {
                continue;
            }
            file = wanted.test(now) ? FileBack.create(folder.resolve(now.path())) : null;
            left = now.size();
            if (left > 0) {
                return;
            }
            ended();
        }
        closing = true;
        gathered = new byte[closingBytes];
        have = 0;
    }

    private void ended() throws IOException {
        Catalog all = catalog;
        FileBack open = file;
        hashed.add(open != null);
        hashes.add(open != null ? open.finish() : Hash.of(new byte[Album.HASH_BYTES]));
        if (open != null && all != null) {
            whole.add(all.entries().get(entry));
        }
        file = null;
    }

    private void close(byte[] bytes) throws Corrupt {
        int at = bytes.length - Album.HASH_BYTES * hashes.size();
        for (int i = 0; i < hashes.size(); i++) {
            byte[] told = Arrays.copyOfRange(bytes, at, at + Album.HASH_BYTES);
            at += Album.HASH_BYTES;
            if (hashed.get(i) && !Arrays.equals(told, hashes.get(i).toBytes())) {
                throw new Corrupt(thing, -1, "a file with its hash", "another", null, null);
            }
        }
    }

    @Override
    public void close() throws IOException {
        if (file != null) {
            file.close();
        }
    }
}
