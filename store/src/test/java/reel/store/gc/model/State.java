package reel.store.gc.model;

import java.util.Arrays;

/// One state of the repository and of every process at it. Copied, then changed, by each step.
///
/// Packs hold one chunk each and have [#NAMES] possible names a chunk, so sets of packs are bits: pack
/// `chunk * NAMES + name`. Sets of chunks are bits, too.
final class State {
    static final int CHUNKS = 2;
    static final int NAMES = 4;
    static final int WRITERS = 2;
    static final int MAX_OPS = 8;
    static final int MAX_EPOCHS = 5;

    private static final int PACKS_THERE = 0;
    private static final int INDEXED = 1;
    private static final int STAGE = 2;
    private static final int OPS = 3;
    private static final int EPOCH = 4;
    private static final int SWEPT = 5;
    private static final int FLOOR = 6;
    private static final int CRASHES = 7;
    private static final int DROPS = 8;
    private static final int VIEWS = 9;
    private static final int CONDEMNED = VIEWS + MAX_OPS;
    private static final int FLOORS = CONDEMNED + MAX_EPOCHS;
    private static final int WRITER = FLOORS + MAX_EPOCHS;
    private static final int COLLECTOR = WRITER + WRITERS * Writer.FIELDS;
    private static final int BYTES = COLLECTOR + Collector.FIELDS;

    private final byte[] bytes;

    private State(byte[] bytes) {
        this.bytes = bytes;
    }

    /// Chunk 0 is named now, chunk 1 only by an older operation; each lies in its first pack.
    static State first(int writes, int collections, int crashes, int drops) {
        State state = new State(new byte[BYTES]);
        state.there(pack(0, 0) | pack(1, 0));
        state.indexed(pack(0, 0) | pack(1, 0));
        state.append(0b10);
        state.append(0b01);
        state.bytes[CRASHES] = (byte) crashes;
        state.bytes[DROPS] = (byte) drops;
        for (int w = 0; w < WRITERS; w++) {
            state.writer(w).left(w < writes ? 1 : 0);
        }
        state.collector().left(collections);
        return state;
    }

    State copy() {
        return new State(bytes.clone());
    }

    static int pack(int chunk, int name) {
        return 1 << (chunk * NAMES + name);
    }

    static int packsOf(int chunk) {
        return ((1 << NAMES) - 1) << (chunk * NAMES);
    }

    int there() {
        return bytes[PACKS_THERE] & 0xff;
    }

    void there(int packs) {
        bytes[PACKS_THERE] = (byte) packs;
    }

    int indexed() {
        return bytes[INDEXED] & 0xff;
    }

    void indexed(int packs) {
        bytes[INDEXED] = (byte) packs;
    }

    int stage() {
        return bytes[STAGE];
    }

    void stage(int chunks) {
        bytes[STAGE] = (byte) chunks;
    }

    /// Number of the newest operation.
    int newestOp() {
        return bytes[OPS];
    }

    int view(int op) {
        return bytes[VIEWS + op - 1];
    }

    boolean canAppend() {
        return newestOp() < MAX_OPS;
    }

    void append(int view) {
        bytes[VIEWS + bytes[OPS]++] = (byte) view;
    }

    int epoch() {
        return bytes[EPOCH];
    }

    void newEpoch(int condemned, int floor) {
        int epoch = ++bytes[EPOCH];
        bytes[CONDEMNED + epoch] = (byte) condemned;
        bytes[FLOORS + epoch] = (byte) floor;
    }

    int condemned(int epoch) {
        return bytes[CONDEMNED + epoch] & 0xff;
    }

    int floor(int epoch) {
        return bytes[FLOORS + epoch];
    }

    /// What the newest operation says: the epoch swept last.
    int swept() {
        return bytes[SWEPT];
    }

    int sweptFloor() {
        return bytes[FLOOR];
    }

    void swept(int epoch, int floor) {
        bytes[SWEPT] = (byte) epoch;
        bytes[FLOOR] = (byte) floor;
    }

    boolean mayCrash() {
        return bytes[CRASHES] > 0;
    }

    void crash() {
        bytes[CRASHES]--;
    }

    boolean mayDrop() {
        return bytes[DROPS] > 0;
    }

    void drop() {
        bytes[DROPS]--;
    }

    /// Chunks that the operations from `floor` on name.
    int named(int floor) {
        int chunks = 0;
        for (int op = Math.max(1, floor); op <= newestOp(); op++) {
            chunks |= view(op);
        }
        return chunks;
    }

    Writer writer(int number) {
        return new Writer(bytes, WRITER + number * Writer.FIELDS);
    }

    /// Collections are one after the other, `locks/gc` sees to that: which process does it makes no difference.
    Collector collector() {
        return new Collector(bytes, COLLECTOR);
    }

    /// A chunk that something names and no pack that is there and indexed has; -1 when all is well.
    int lost() {
        int wanted = named(floor(epoch())) | stage();
        for (int chunk = 0; chunk < CHUNKS; chunk++) {
            if ((wanted & 1 << chunk) != 0 && (there() & indexed() & packsOf(chunk)) == 0) {
                return chunk;
            }
        }
        return -1;
    }

    /// The same for two states that differ only in which writer is which.
    long hash(long seed) {
        long first = hash(seed, WRITER, WRITER + Writer.FIELDS);
        long second = hash(seed, WRITER + Writer.FIELDS, COLLECTOR);
        long rest = hash(hash(seed, 0, WRITER), COLLECTOR, BYTES);
        return rest ^ first + second ^ (first ^ second) * 0x9E3779B97F4A7C15L;
    }

    private long hash(long seed, int from, int to) {
        long hash = seed;
        for (int at = from; at < to; at++) {
            hash = (hash ^ (bytes[at] & 0xff)) * 0x9E3779B97F4A7C15L;
            hash ^= hash >>> 29;
        }
        return hash;
    }

    @Override
    public String toString() {
        return "there " + Integer.toBinaryString(there()) + " indexed " + Integer.toBinaryString(indexed()) + " stage "
                + Integer.toBinaryString(stage()) + " views "
                + Arrays.toString(Arrays.copyOfRange(bytes, VIEWS, VIEWS + newestOp())) + " epoch " + epoch()
                + " condemned " + Integer.toBinaryString(condemned(epoch())) + " floor " + floor(epoch()) + " swept "
                + swept();
    }

    /// A program's registers inside a state.
    abstract static sealed class Registers {
        private final byte[] bytes;
        private final int at;

        Registers(byte[] bytes, int at) {
            this.bytes = bytes;
            this.at = at;
        }

        int get(int field) {
            return bytes[at + field] & 0xff;
        }

        void set(int field, int value) {
            bytes[at + field] = (byte) value;
        }

        int step() {
            return get(0);
        }

        void step(int step) {
            set(0, step);
        }

        int left() {
            return get(1);
        }

        void left(int runs) {
            set(1, runs);
        }

        /// Back to the beginning with nothing remembered, so that equal states are equal.
        void end(int fields) {
            int left = left();
            Arrays.fill(bytes, at, at + fields, (byte) 0);
            left(left);
        }
    }

    static final class Writer extends Registers {
        static final int FIELDS = 10;
        static final int TASK = 2;
        static final int CHUNK = 3;
        static final int EPOCH = 4;
        static final int LOCKED = 5;
        static final int SEEN = 6;
        static final int RELIED = 7;
        static final int NAME = 8;
        static final int ALLOWED = 9;

        Writer(byte[] bytes, int at) {
            super(bytes, at);
        }
    }

    static final class Collector extends Registers {
        static final int FIELDS = 9;
        static final int EPOCH = 2;
        static final int MARKED_OP = 3;
        static final int LIVE = 4;
        static final int DOOMED = 5;
        static final int LISTED = 6;
        static final int FLOOR = 7;
        static final int COPY = 8;

        Collector(byte[] bytes, int at) {
            super(bytes, at);
        }
    }
}
