package reel.testkit;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.random.RandomGenerator;

/// Kinds of bytes a file can hold, made from a generator: the same generator state, the same bytes.
public enum Data {
    /// Nothing compresses it.
    NOISE {
        @Override
        Filler filler(RandomGenerator random) {
            return into -> noise(random, into);
        }
    },
    /// Lines of words, some much more frequent than others; compresses about as well as a project file.
    TEXT {
        @Override
        Filler filler(RandomGenerator random) {
            byte[][] words = words(random);
            return into -> text(random, words, into);
        }
    },
    ZEROS {
        @Override
        Filler filler(RandomGenerator random) {
            return into -> into.fill((byte) 0);
        }
    },
    /// A block of noise of 1 to 64 KiB, again and again.
    REPEATING {
        @Override
        Filler filler(RandomGenerator random) {
            MemorySegment block = MemorySegment.ofArray(new byte[random.nextInt(1 << 10, 1 << 16)]);
            noise(random, block);
            return new Repeater(block);
        }
    },
    /// Zeros with a few islands of noise; files of it have holes where the file system has them.
    SPARSE {
        @Override
        Filler filler(RandomGenerator random) {
            return into -> islands(random, into);
        }
    };

    private static final int PIECE_BYTES = 1 << 20;
    private static final int WORDS = 1500;
    private static final ValueLayout.OfLong LONG_LE =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    /// Bytes in order: each call goes on where the last one ended.
    interface Filler {
        void fill(MemorySegment into);
    }

    abstract Filler filler(RandomGenerator random);

    /// `size` bytes of this kind.
    public byte[] bytes(RandomGenerator random, int size) {
        byte[] bytes = new byte[size];
        fill(random, MemorySegment.ofArray(bytes));
        return bytes;
    }

    /// `size` bytes of this kind off the heap.
    public MemorySegment segment(RandomGenerator random, Arena arena, long size) {
        MemorySegment segment = arena.allocate(size, 64);
        fill(random, segment);
        return segment;
    }

    public void fill(RandomGenerator random, MemorySegment into) {
        filler(random).fill(into);
    }

    /// Makes or replaces a file of `size` bytes of this kind, in bounded memory.
    public void file(RandomGenerator random, Path path, long size) throws IOException {
        Filler filler = filler(random);
        MemorySegment piece = MemorySegment.ofArray(new byte[(int) Math.min(size, PIECE_BYTES)]);
        try (FileChannel channel = FileChannel.open(
                path,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE,
                StandardOpenOption.SPARSE)) {
            for (long at = 0; at < size; at += PIECE_BYTES) {
                MemorySegment part = piece.asSlice(0, Math.min(PIECE_BYTES, size - at));
                filler.fill(part);
                boolean last = at + PIECE_BYTES >= size;
                if (this != SPARSE || last || !isZero(part)) {
                    writeAll(channel, part.asByteBuffer(), at);
                }
            }
        }
    }

    private static void writeAll(FileChannel channel, ByteBuffer bytes, long at) throws IOException {
        while (bytes.hasRemaining()) {
            at += channel.write(bytes, at);
        }
    }

    private static boolean isZero(MemorySegment bytes) {
        for (long i = 0; i < bytes.byteSize(); i++) {
            if (bytes.get(ValueLayout.JAVA_BYTE, i) != 0) {
                return false;
            }
        }
        return true;
    }

    private static void noise(RandomGenerator random, MemorySegment into) {
        long at = 0;
        for (; at <= into.byteSize() - Long.BYTES; at += Long.BYTES) {
            into.set(LONG_LE, at, random.nextLong());
        }
        for (long rest = random.nextLong(); at < into.byteSize(); at++, rest >>>= 8) {
            into.set(ValueLayout.JAVA_BYTE, at, (byte) rest);
        }
    }

    private static void islands(RandomGenerator random, MemorySegment into) {
        into.fill((byte) 0);
        for (long at = random.nextInt(1 << 20); at < into.byteSize(); at += random.nextInt(1 << 22)) {
            long length = Math.min(into.byteSize() - at, random.nextInt(1, 1 << 13));
            noise(random, into.asSlice(at, length));
        }
    }

    private static byte[][] words(RandomGenerator random) {
        byte[][] words = new byte[WORDS][];
        for (int i = 0; i < WORDS; i++) {
            StringBuilder word = new StringBuilder();
            for (int length = random.nextInt(2, 11); length > 0; length--) {
                word.append((char) ('a' + random.nextInt(26)));
            }
            words[i] =
                    word.append(random.nextInt(9) == 0 ? "\n" : " ").toString().getBytes(StandardCharsets.US_ASCII);
        }
        return words;
    }

    private static void text(RandomGenerator random, byte[][] words, MemorySegment into) {
        for (long at = 0; at < into.byteSize(); ) {
            double skewed = random.nextDouble();
            byte[] word = words[(int) (skewed * skewed * skewed * WORDS)];
            int length = (int) Math.min(word.length, into.byteSize() - at);
            MemorySegment.copy(word, 0, into, ValueLayout.JAVA_BYTE, at, length);
            at += length;
        }
    }

    private static final class Repeater implements Filler {
        private final MemorySegment block;
        private long next;

        Repeater(MemorySegment block) {
            this.block = block;
        }

        @Override
        public void fill(MemorySegment into) {
            for (long at = 0; at < into.byteSize(); ) {
                long length = Math.min(block.byteSize() - next, into.byteSize() - at);
                MemorySegment.copy(block, next, into, at, length);
                next = (next + length) % block.byteSize();
                at += length;
            }
        }
    }
}
