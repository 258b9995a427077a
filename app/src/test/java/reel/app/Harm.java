package reel.app;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/// Damage to one kind of stored thing, as disks, cables and people do it.
///
/// @param object which, as a path below the repository
/// @param other  the one it is exchanged with; itself where two stretches of it are
record Harm(Target target, Way way, String object, String other) {
    /// What is hit.
    enum Target {
        PACK_PAYLOAD("packs/"),
        PACK_FOOTER("packs/"),
        INDEX("index/"),
        OPERATION("ops/"),
        FORMAT("format"),
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

    /// A kind and a way by turns, an object by chance.
    static Harm choose(int trial, List<String> all, RandomGenerator random) {
        Target target = Target.values()[trial % Target.values().length];
        Way way = Way.values()[trial / Target.values().length % Way.values().length];
        List<String> objects = target.objects(all);
        String object = objects.get(random.nextInt(objects.size()));
        boolean ofTwo = way == Way.SWAP && target != Target.PACK_FOOTER && random.nextBoolean();
        return new Harm(target, way, object, ofTwo ? objects.get(random.nextInt(objects.size())) : object);
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
        int from = target == Target.PACK_FOOTER ? footer(bytes) : 0;
        int to = target == Target.PACK_PAYLOAD ? footer(bytes) : bytes.length;
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

    private static int footer(byte[] pack) {
        return (int) ByteBuffer.wrap(pack).order(ByteOrder.LITTLE_ENDIAN).getLong(pack.length - TRAILER_BYTES);
    }
}
