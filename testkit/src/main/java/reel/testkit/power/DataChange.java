package reel.testkit.power;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// A change of a file's bytes that was asked and may not be on the disk yet.
sealed interface DataChange {
    /// Devices write sectors of this many bytes whole or not at all…
    int SECTOR_BYTES = 512;

    /// …and file systems often pages of these.
    int PAGE_BYTES = 4096;

    /// @param torn chooses the sectors of a torn change; else null
    Content apply(Content before, Node.Fate fate, @Nullable RandomGenerator torn);

    record Write(long offset, byte[] bytes) implements DataChange {
        @Override
        public Content apply(Content before, Node.Fate fate, @Nullable RandomGenerator torn) {
            if (fate == Node.Fate.LOST) {
                return before;
            }
            long end = offset + bytes.length;
            byte[] after = Arrays.copyOf(before.bytes(), Math.toIntExact(Math.max(before.size(), end)));
            switch (fate) {
                case KEPT -> System.arraycopy(bytes, 0, after, (int) offset, bytes.length);
                case TORN -> tear(after, torn);
                case ZEROED, LOST -> {}
            }
            return new Content(after);
        }

        private void tear(byte[] after, @Nullable RandomGenerator torn) {
            if (torn == null) {
                throw new IllegalArgumentException("a torn write needs to know where");
            }
            int unit = torn.nextBoolean() ? SECTOR_BYTES : PAGE_BYTES;
            for (long at = offset; at < offset + bytes.length; ) {
                long end = Math.min((at / unit + 1) * unit, offset + bytes.length);
                if (torn.nextBoolean()) {
                    System.arraycopy(bytes, (int) (at - offset), after, (int) at, (int) (end - at));
                }
                at = end;
            }
        }
    }

    /// The file ends here from now on.
    record Resize(long size) implements DataChange {
        @Override
        public Content apply(Content before, Node.Fate fate, @Nullable RandomGenerator torn) {
            return fate == Node.Fate.LOST ? before : before.sized(size);
        }
    }
}
