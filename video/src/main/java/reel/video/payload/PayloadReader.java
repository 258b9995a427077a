package reel.video.payload;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reel.stream.Corrupt;
import reel.stream.RandomReader;
import reel.stream.box.ContainerReader;
import reel.stream.box.Keyring;
import reel.stream.hash.Hash;

/// A whole payload: its catalog, and each file at any offset without reading the others.
public final class PayloadReader {
    private final ContainerReader box;
    private final Catalog catalog;
    private final long[] starts;
    private final List<Hash> hashes;

    private PayloadReader(ContainerReader box, Catalog catalog, long[] starts, List<Hash> hashes) {
        this.box = box;
        this.catalog = catalog;
        this.starts = starts;
        this.hashes = hashes;
    }

    /// Reads the payload's ends.
    ///
    /// @param thing the video, for messages
    public static PayloadReader open(RandomReader payload, Keyring keys, String thing) throws IOException {
        ContainerReader box = ContainerReader.open(payload, keys, thing);
        if (box.size() < Album.HEAD_BYTES) {
            throw damaged(thing, box.size() + " bytes");
        }
        int listed = Album.catalogBytes(bytes(box, 0, Album.HEAD_BYTES), thing);
        long contents = Album.HEAD_BYTES + (long) listed;
        if (contents > box.size()) {
            throw damaged(thing, "a catalog longer than all of it");
        }
        Catalog told = Catalog.read(bytes(box, Album.HEAD_BYTES, listed), thing);
        long closing = Album.closingBytes(told);
        long end = box.size() - closing;
        if (end - contents < told.contentBytes() || !told.hasUnknownSize() && end - contents != told.contentBytes()) {
            throw damaged(thing, "contents of " + (end - contents) + " bytes, listed " + told.contentBytes());
        }
        ByteBuffer last =
                ByteBuffer.wrap(bytes(box, end, Math.toIntExact(closing))).order(ByteOrder.LITTLE_ENDIAN);
        Catalog catalog = told;
        if (told.hasUnknownSize()) {
            if (last.getLong() != end - contents) {
                throw damaged(thing, "another size at its end");
            }
            catalog = new Catalog(List.of(told.entries().getFirst().sized(end - contents)));
        }
        List<Hash> hashes = new ArrayList<>();
        for (int i = 0; i < catalog.files(); i++) {
            byte[] hash = new byte[Album.HASH_BYTES];
            last.get(hash);
            hashes.add(Hash.of(hash));
        }
        return new PayloadReader(box, catalog, starts(catalog, contents), hashes);
    }

    static long[] starts(Catalog catalog, long contents) {
        long[] starts = new long[catalog.entries().size()];
        long at = contents;
        for (int i = 0; i < starts.length; i++) {
            starts[i] = at;
            at += Math.max(0, catalog.entries().get(i).size());
        }
        return starts;
    }

    private static byte[] bytes(RandomReader from, long at, int length) throws IOException {
        byte[] bytes = new byte[length];
        from.read(at, MemorySegment.ofArray(bytes));
        return bytes;
    }

    private static Corrupt damaged(String thing, String found) {
        return new Corrupt(thing, -1, "files with a catalog", found, "Take it from another copy.", null);
    }

    public Catalog catalog() {
        return catalog;
    }

    /// The BLAKE3 of a file; null of what is no file.
    public @Nullable Hash hash(int entry) {
        int files = 0;
        for (int i = 0; i < entry; i++) {
            files += catalog.entries().get(i).isFile() ? 1 : 0;
        }
        return catalog.entries().get(entry).isFile() ? hashes.get(files) : null;
    }

    /// All hashes, one for each file in order.
    public List<Hash> hashes() {
        return hashes;
    }

    /// Where in the plain bytes an entry's content begins.
    long start(int entry) {
        return starts[entry];
    }

    /// A part of a file's content.
    public void read(int entry, long offset, MemorySegment into) throws IOException {
        box.read(starts[entry] + offset, into);
    }
}
