package reel.video.robust;

import java.lang.foreign.MemorySegment;
import reel.stream.RandomReader;
import reel.video.carrier.PayloadSource;
import reel.video.carrier.Spool;

/// A spool in memory, for small payloads.
final class MemoryRoom implements Spool {
    byte[] bytes = new byte[0];

    @Override
    public Room room(long size) {
        bytes = new byte[Math.toIntExact(size)];
        MemorySegment all = MemorySegment.ofArray(bytes);
        RandomReader reader = RandomReader.of(all);
        return new Room() {
            @Override
            public synchronized void write(long offset, MemorySegment from) {
                MemorySegment.copy(from, 0, all, offset, from.byteSize());
            }

            @Override
            public long size() {
                return reader.size();
            }

            @Override
            public void read(long offset, MemorySegment into) throws java.io.IOException {
                reader.read(offset, into);
            }
        };
    }

    @Override
    public java.nio.file.Path file() {
        throw new UnsupportedOperationException("only in memory");
    }

    static PayloadSource source(byte[] bytes) {
        return new PayloadSource() {
            @Override
            public long mostBytes() {
                return bytes.length;
            }

            @Override
            public void writeTo(Output out) throws java.io.IOException {
                out.accept(MemorySegment.ofArray(bytes));
            }

            @Override
            public RandomReader gather() {
                return RandomReader.of(MemorySegment.ofArray(bytes));
            }
        };
    }
}
