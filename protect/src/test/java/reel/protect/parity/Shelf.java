package reel.protect.parity;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import reel.backend.Handle;
import reel.backend.MemoryBackend;
import reel.backend.Source;
import reel.store.RepositoryFormat;
import reel.store.layout.StoreNames;
import reel.stream.chunk.ChunkProfile;
import reel.stream.hash.Blake3;
import reel.stream.hash.Hash;

/// A repository of packs full of noise that remembers what each of them was.
final class Shelf {
    final MemoryBackend raw = MemoryBackend.create();
    final Map<Hash, byte[]> packs = new TreeMap<>();
    final Random random = new Random(7);

    private Shelf() {}

    static Shelf make() {
        Shelf shelf = new Shelf();
        try {
            shelf.raw.createNew(
                    StoreNames.FORMAT,
                    Source.of(RepositoryFormat.fresh(ChunkProfile.BALANCED).encode()));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return shelf;
    }

    Hash pack(int bytes) throws IOException {
        byte[] content = new byte[bytes];
        random.nextBytes(content);
        Hash id = Blake3.hash(Arrays.copyOf(content, 40));
        raw.write(StoreNames.pack(id), Source.of(content));
        packs.put(id, content);
        return id;
    }

    List<Hash> packs(int count, int bytes) throws IOException {
        List<Hash> made = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            made.add(pack(bytes - random.nextInt(bytes / 4)));
        }
        return made;
    }

    /// Takes a pack away for good.
    void collect(Hash pack) throws IOException {
        raw.delete(StoreNames.pack(pack));
        packs.remove(pack);
    }

    /// Whoever knows every pack that was made, and its bytes.
    Census census() {
        return going(Set.of());
    }

    /// The same, of which some are about to be removed.
    Census going(Set<Hash> going) {
        return new Census() {
            @Override
            public boolean isGoing(Hash pack) {
                return going.contains(pack);
            }

            @Override
            public Optional<Set<Hash>> named() {
                return Optional.of(packs.keySet());
            }

            @Override
            public State state(Hash pack) throws IOException {
                boolean whole = Arrays.equals(stored(StoreNames.pack(pack)), packs.get(pack));
                return whole ? State.SOUND : State.DAMAGED;
            }
        };
    }

    void put(Handle handle, byte[] bytes) throws IOException {
        Objects.requireNonNull(raw.traits().replacing()).replace(handle, Source.of(bytes));
    }

    byte[] stored(Handle handle) throws IOException {
        byte[] bytes = new byte[(int) raw.stat(handle).size()];
        raw.read(handle, 0, MemorySegment.ofArray(bytes));
        return bytes;
    }

    boolean has(Hash pack) {
        boolean[] found = {false};
        raw.list(StoreNames.PACKS, stat -> found[0] |= stat.handle().equals(StoreNames.pack(pack)));
        return found[0];
    }

    List<Handle> parityObjects() {
        List<Handle> found = new ArrayList<>();
        raw.list("parity/", stat -> found.add(stat.handle()));
        return found;
    }

    long parityBytes() {
        long[] sum = {0};
        raw.list("parity/", stat -> sum[0] += stat.size());
        return sum[0];
    }

    Map<Handle, byte[]> all() throws IOException {
        Map<Handle, byte[]> all = new TreeMap<>();
        List<Handle> handles = new ArrayList<>();
        raw.list("", stat -> handles.add(stat.handle()));
        for (Handle handle : handles) {
            all.put(handle, stored(handle));
        }
        return all;
    }

    void assertAllWhole() throws IOException {
        for (Map.Entry<Hash, byte[]> pack : packs.entrySet()) {
            assertThat(Arrays.equals(stored(StoreNames.pack(pack.getKey())), pack.getValue()))
                    .as("pack " + pack.getKey())
                    .isTrue();
        }
    }

    /// What may happen to stored bytes.
    enum Harm {
        DELETE,
        EMPTY,
        ZERO,
        TRUNCATE,
        FLIP,
        LENGTHEN,
        TORN,
        OLDER
    }

    void harm(Handle handle, Harm harm) throws IOException {
        byte[] bytes = stored(handle);
        switch (harm) {
            case DELETE -> raw.delete(handle);
            case EMPTY -> put(handle, new byte[0]);
            case ZERO -> put(handle, new byte[bytes.length]);
            case TRUNCATE -> put(handle, Arrays.copyOf(bytes, random.nextInt(bytes.length)));
            case LENGTHEN -> put(handle, Arrays.copyOf(bytes, bytes.length + 100));
            case FLIP -> {
                bytes[random.nextInt(bytes.length)] ^= 0x10;
                put(handle, bytes);
            }
            case TORN -> {
                Arrays.fill(bytes, bytes.length / 2, bytes.length, (byte) 0);
                put(handle, bytes);
            }
            case OLDER -> put(handle, packs.values().iterator().next());
        }
    }
}
