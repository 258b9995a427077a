package reel.app;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import reel.backend.Handle;

/// Damage to one kind of stored thing, as disks, cables and people do it.
///
/// @param object which, as a path below the repository
/// @param other  the one it is exchanged with; itself where two stretches of it are
/// @param footer where the footer of a pack begins in what is stored; 0 of anything else
record Harm(Target target, Way way, String object, String other, int footer) {
    /// What is hit.
    enum Target {
        PACK_PAYLOAD("packs/"),
        PACK_FOOTER("packs/"),
        INDEX("index/"),
        OPERATION("ops/"),
        FORMAT("format"),
        KEY("keys/"),
        TWIN("parity/twins/"),
        PARITY("parity/") {
            @Override
            List<String> objects(List<String> all) {
                return all.stream().filter(name -> name.endsWith(".par")).toList();
            }
        };

        private final String prefix;

        Target(String prefix) {
            this.prefix = prefix;
        }

        List<String> objects(List<String> all) {
            return all.stream().filter(name -> name.startsWith(prefix)).toList();
        }
    }

    /// How.
    enum Way {
        DELETE,
        ZERO,
        TRUNCATE,
        FLIP,
        /// Two objects of a kind have each other's bytes, or two stretches of one have.
        SWAP
    }

    private static final int STRETCH_BYTES = 4096;
    /// Of a pack, as docs/format/pack.md has it.
    private static final int TRAILER_BYTES = 64;
    /// Of an encrypted object.
    private static final int SEALED_HEADER_BYTES = 64;

    private static final int SEGMENT_BYTES = 64 << 10;
    private static final int TAG_BYTES = 16;

    /// What of one repository can be hit.
    ///
    /// @param footers where the footer of each pack begins
    record Stored(List<String> objects, Map<String, Integer> footers) {
        static Stored of(Desk desk) throws IOException {
            Map<String, Integer> footers = new HashMap<>();
            List<String> objects = desk.objects();
            desk.run(workspace -> {
                boolean encrypted = workspace.store().format().encrypted();
                for (String pack : Target.PACK_FOOTER.objects(objects)) {
                    Handle handle = Handle.of(pack);
                    byte[] offset = new byte[Long.BYTES];
                    long trailer = workspace.backend().stat(handle).size() - TRAILER_BYTES;
                    workspace.backend().read(handle, trailer, MemorySegment.ofArray(offset));
                    long footer = ByteBuffer.wrap(offset)
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .getLong();
                    footers.put(pack, (int) (encrypted ? sealed(footer) : footer));
                }
                return footers;
            });
            return new Stored(objects, footers);
        }

        /// Where a plain byte lies in an encrypted object, as docs/format/encryption.md has it.
        private static long sealed(long plain) {
            return SEALED_HEADER_BYTES + plain + plain / SEGMENT_BYTES * TAG_BYTES;
        }

        List<Target> targets() {
            return Arrays.stream(Target.values())
                    .filter(target -> !target.objects(objects).isEmpty())
                    .toList();
        }
    }

    /// A kind and a way by turns, an object by chance.
    static Harm choose(int trial, Stored stored, RandomGenerator random) {
        List<Target> targets = stored.targets();
        Target target = targets.get(trial % targets.size());
        Way way = Way.values()[trial / targets.size() % Way.values().length];
        List<String> objects = target.objects(stored.objects());
        String object = objects.get(random.nextInt(objects.size()));
        boolean ofTwo = way == Way.SWAP && target != Target.PACK_FOOTER && random.nextBoolean();
        String other = ofTwo ? objects.get(random.nextInt(objects.size())) : object;
        return new Harm(target, way, object, other, stored.footers().getOrDefault(object, 0));
    }

    /// Whether two objects are hit.
    boolean isOfTwo() {
        return !other.equals(object);
    }

    /// Does it. Afterwards some byte is not what it was.
    void apply(Desk desk, RandomGenerator random) throws IOException {
        Path file = stored(desk, object);
        byte[] before = Files.readAllBytes(file);
        do {
            hit(desk, file, before.clone(), random);
        } while (Files.exists(file) && Arrays.equals(Files.readAllBytes(file), before));
    }

    private void hit(Desk desk, Path file, byte[] bytes, RandomGenerator random) throws IOException {
        int from = target == Target.PACK_FOOTER ? footer : 0;
        int to = target == Target.PACK_PAYLOAD ? footer : bytes.length;
        int at = from + random.nextInt(to - from);
        switch (way) {
            case DELETE -> {
                if (target == Target.PACK_FOOTER) {
                    Files.write(file, Arrays.copyOf(bytes, from));
                } else {
                    Files.delete(file);
                }
            }
            case ZERO -> {
                Arrays.fill(bytes, at, Math.min(to, at + 1 + random.nextInt(STRETCH_BYTES)), (byte) 0);
                Files.write(file, bytes);
            }
            case TRUNCATE -> Files.write(file, Arrays.copyOf(bytes, at));
            case FLIP -> {
                bytes[at] ^= (byte) (1 << random.nextInt(8));
                Files.write(file, bytes);
            }
            case SWAP -> swap(desk, file, bytes, from, to, random);
        }
    }

    private void swap(Desk desk, Path file, byte[] bytes, int from, int to, RandomGenerator random) throws IOException {
        if (isOfTwo()) {
            Path second = stored(desk, other);
            Files.write(file, Files.readAllBytes(second));
            Files.write(second, bytes);
            return;
        }
        int length = 1 + random.nextInt(Math.min(STRETCH_BYTES, (to - from) / 2));
        int one = from + random.nextInt(to - from - 2 * length + 1);
        int two = one + length + random.nextInt(to - one - 2 * length + 1);
        byte[] first = Arrays.copyOfRange(bytes, one, one + length);
        System.arraycopy(bytes, two, bytes, one, length);
        System.arraycopy(first, 0, bytes, two, length);
        Files.write(file, bytes);
    }

    private static Path stored(Desk desk, String object) {
        return desk.meta().resolve("repo").resolve(object);
    }
}
