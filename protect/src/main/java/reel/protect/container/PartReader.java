package reel.protect.container;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reel.protect.container.SymbolSet.SetId;
import reel.protect.disk.Disk;
import reel.protect.model.Blocks;
import reel.stream.Corrupt;

/// One part file that may be damaged anywhere: finds the runs of blocks in it. Thread-safe.
///
/// A run is looked for where it must be, by its table before or behind the symbols. In a file whose header is lost or
/// whose length is wrong, bytes may have moved: such a file is searched once from end to end.
final class PartReader implements AutoCloseable {
    private static final int WINDOW_BYTES = 1 << 20;

    /// What a disk loses at once.
    private static final int PAGE_BYTES = 4096;

    /// Symbols that are looked at to tell whether a table stands before or behind its symbols.
    private static final int PROBES = 4;

    private final Path path;
    private final Disk.InFile file;
    private PartFormat.@Nullable Header header;
    private @Nullable Map<Long, Group> found;

    /// Symbols of a block in this part. @param at where the first one lies in the file
    record Group(GroupTable table, long at) {}

    private PartReader(Path path, Disk.InFile file, PartFormat.@Nullable Header header) {
        this.path = path;
        this.file = file;
        this.header = header;
    }

    static PartReader open(Disk disk, Path path) throws IOException {
        Disk.InFile file = disk.read(path);
        boolean opened = false;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment bytes = arena.allocate(PartFormat.HEADER_BYTES);
            PartFormat.Header header = header(file, 0, bytes);
            if (header == null) {
                header = header(file, file.size() - PartFormat.HEADER_BYTES, bytes);
            }
            PartReader part = new PartReader(path, file, header);
            opened = true;
            return part;
        } finally {
            if (!opened) {
                file.close();
            }
        }
    }

    private static PartFormat.@Nullable Header header(Disk.InFile file, long at, MemorySegment bytes)
            throws IOException {
        if (at < 0 || read(file, at, bytes) < PartFormat.HEADER_BYTES) {
            return null;
        }
        return PartFormat.read(bytes);
    }

    Path path() {
        return path;
    }

    /// Whether it says of itself that it is a part of set `id`.
    boolean isKnownOf(SetId id) {
        return header != null && header.set().id().equals(id);
    }

    /// What the file says of itself; null where neither end can be read.
    PartFormat.@Nullable Header header() {
        return header;
    }

    /// Takes a file whose headers are lost for the part that its name says it is, if it is as long as that one.
    ///
    /// @return whether it does; every symbol's value tells whether that was right
    boolean assume(SymbolSet set) {
        String name = path.getFileName().toString();
        for (int part = 0; header == null && part < set.parts(); part++) {
            if (name.equals(PartFormat.fileName(part)) && file.size() == set.partBytes(part)) {
                header = new PartFormat.Header(set, part);
            }
        }
        return header != null;
    }

    /// Whether the file has the length it was written with, so that nothing in it has moved.
    boolean isFullLength() {
        return header != null && file.size() == header.set().partBytes(header.part());
    }

    /// Whether both headers are there, as they were written.
    boolean hasBothHeaders() throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment bytes = arena.allocate(PartFormat.HEADER_BYTES);
            return header(file, 0, bytes) != null && header(file, file.size() - PartFormat.HEADER_BYTES, bytes) != null;
        }
    }

    /// Bytes read into the start of `into`; fewer only at the end of the file.
    long read(long at, MemorySegment into) throws IOException {
        return read(file, at, into);
    }

    /// What the disk can not read any more is zeros then: what stood there has another value.
    private static long read(Disk.InFile file, long at, MemorySegment into) throws IOException {
        try {
            return file.readUpTo(at, into);
        } catch (Corrupt unreadable) {
            long filled = Math.clamp(file.size() - at, 0, into.byteSize());
            for (long done = 0; done < filled; ) {
                long piece = Math.min(PAGE_BYTES - (at + done) % PAGE_BYTES, filled - done);
                MemorySegment page = into.asSlice(done, piece);
                try {
                    long unused = file.readUpTo(at + done, page);
                } catch (Corrupt lost) {
                    page.fill((byte) 0);
                }
                done += piece;
            }
            return filled;
        }
    }

    /// The run of a block of set `id`; null if it is not in this file or no table of it is left.
    @Nullable
    Group group(SetId id, long block) throws IOException {
        if (header != null
                && header.set().id().equals(id)
                && block < header.set().blocks()) {
            Group there = expected(header, block);
            if (there != null || isFullLength()) {
                return there;
            }
        }
        Group elsewhere = search().get(block);
        return elsewhere != null && elsewhere.table.id().equals(id) ? elsewhere : null;
    }

    /// Whether the table before and the one behind the symbols of a block are both there.
    boolean hasBothTables(long block) throws IOException {
        if (header == null) {
            return false;
        }
        int count = header.set().count(block, header.part());
        if (count == 0) {
            return true;
        }
        long first = header.set().groupAt(block, header.part());
        return isWhole(header, block, first) && isWhole(header, block, second(header, block));
    }

    /// The run where it must be: by a table that is whole, else by what is left of both copies.
    private @Nullable Group expected(PartFormat.Header known, long block) throws IOException {
        SymbolSet set = known.set();
        int count = set.count(block, known.part());
        if (count == 0) {
            return null;
        }
        long first = set.groupAt(block, known.part());
        int length = GroupTable.bytes(count);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment before = arena.allocate(length);
            long unused = read(first, before);
            GroupTable table = GroupTable.read(before, 0);
            if (table == null || !isOf(known, block, table)) {
                MemorySegment behind = arena.allocate(length);
                unused = read(second(known, block), behind);
                table = GroupTable.read(behind, 0);
                if (table == null || !isOf(known, block, table)) {
                    table = together(known, block, before, behind);
                }
            }
            return table == null ? null : new Group(table, first + length);
        }
    }

    /// A table out of two damaged copies; null where nothing says that they lie there.
    private @Nullable GroupTable together(
            PartFormat.Header known, long block, MemorySegment before, MemorySegment behind) {
        GroupTable head = GroupTable.readHead(before, 0);
        if (head == null || !isOf(known, block, head)) {
            head = GroupTable.readHead(behind, 0);
        }
        if (head == null || !isOf(known, block, head)) {
            if (!isFullLength()) {
                return null;
            }
            head = GroupTable.blank(known.set(), block, known.part());
        }
        int count = known.set().count(block, known.part());
        return head.with(head.hash(), GroupTable.values(before, count), GroupTable.values(behind, count));
    }

    private static long second(PartFormat.Header known, long block) {
        int count = known.set().count(block, known.part());
        return known.set().groupAt(block, known.part())
                + GroupTable.bytes(count)
                + (long) count * known.set().symbolSize();
    }

    private static boolean isOf(PartFormat.Header known, long block, GroupTable table) {
        SymbolSet set = known.set();
        return table.id().equals(set.id())
                && table.block() == block
                && table.first() == set.first(block, known.part())
                && table.count() == set.count(block, known.part());
    }

    private boolean isWhole(PartFormat.Header known, long block, long at) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment bytes = arena.allocate(GroupTable.bytes(known.set().count(block, known.part())));
            long unused = read(at, bytes);
            GroupTable table = GroupTable.read(bytes, 0);
            return table != null && isOf(known, block, table);
        }
    }

    /// The table at `at` if its head is whole.
    private @Nullable GroupTable table(long at) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment head = arena.allocate(GroupTable.HEAD_BYTES);
            if (at < 0 || read(at, head) < GroupTable.HEAD_BYTES) {
                return null;
            }
            int length = GroupTable.length(head, 0);
            if (length == 0) {
                return null;
            }
            MemorySegment all = arena.allocate(length);
            long unused = read(at, all);
            return GroupTable.readHead(all, 0);
        }
    }

    /// Every run in the file by its block, wherever it is now.
    synchronized Map<Long, Group> search() throws IOException {
        Map<Long, Group> known = found;
        if (known == null) {
            known = searched();
            found = known;
        }
        return known;
    }

    private Map<Long, Group> searched() throws IOException {
        Map<Long, Group> groups = new HashMap<>();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment window = arena.allocate(WINDOW_BYTES);
            long at = 0;
            while (at + GroupTable.HEAD_BYTES <= file.size()) {
                Blocks.checkInterrupt();
                long filled = read(at, window);
                long step = Math.max(1, filled - Long.BYTES + 1);
                long magic = magic(window, 0, filled);
                while (magic >= 0) {
                    GroupTable table = table(at + magic);
                    if (table != null) {
                        step = magic + keep(groups, table, at + magic);
                        break;
                    }
                    magic = magic(window, magic + 1, filled);
                }
                at += step;
            }
        }
        return groups;
    }

    private static long magic(MemorySegment window, long from, long filled) {
        for (long i = from; i + Long.BYTES <= filled; i++) {
            if (window.get(PartFormat.LONG, i) == GroupTable.MAGIC) {
                return i;
            }
        }
        return -1;
    }

    /// Keeps the table found at `at`; answers how far to go on.
    private long keep(Map<Long, Group> groups, GroupTable table, long at) throws IOException {
        long length = GroupTable.bytes(table.count());
        Group known = groups.get(table.block());
        if (known != null) {
            GroupTable both = known.table.with(known.table.hash(), known.table.values(), table.values());
            if (table.count() == both.count() && table.first() == both.first()) {
                groups.put(table.block(), new Group(both, known.at));
            }
            return length;
        }
        long symbols = (long) table.count() * table.symbolSize();
        Group behind = new Group(table, at + length);
        Group before = new Group(table, at - symbols);
        boolean standsBefore = matches(behind) >= matches(before);
        groups.put(table.block(), standsBefore ? behind : before);
        return standsBefore ? length + symbols : length;
    }

    private int matches(Group group) throws IOException {
        int matches = 0;
        int size = group.table.symbolSize();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment symbol = arena.allocate(size);
            for (int probe = 0; probe < PROBES; probe++) {
                int index = (int) ((long) probe * (group.table.count() - 1) / (PROBES - 1));
                long at = group.at + (long) index * size;
                if (at >= 0 && read(at, symbol) == size) {
                    long[] value = new long[4];
                    SymbolCheck.values(group.table, index, 1, symbol, value, 0);
                    matches += group.table.knows(index, value, 0) ? 1 : 0;
                }
            }
        }
        return matches;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
