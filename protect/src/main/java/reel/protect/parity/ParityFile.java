package reel.protect.parity;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;
import reel.backend.Backend;
import reel.backend.Handle;
import reel.store.layout.Le;
import reel.store.layout.StoredObject;
import reel.stream.Corrupt;
import reel.stream.hash.Hash;

/// One parity object, open for reading by any number of threads: its table, put together from both copies, and its
/// repair symbols.
final class ParityFile implements AutoCloseable {
    private static final int PAGE = ParityPages.PAGE_BYTES;

    /// Pages that hold the members of the largest group.
    private static final int FIRST_PAGES = 2;

    private final Hash id;
    private final StoredObject object;
    private final GroupShape shape;
    private final ParityPages pages;
    private final boolean tablesWhole;

    private ParityFile(Hash id, StoredObject object, GroupShape shape, ParityPages pages, boolean tablesWhole) {
        this.id = id;
        this.object = object;
        this.shape = shape;
        this.pages = pages;
        this.tablesWhole = tablesWhole;
    }

    /// Opens the parity of group `id`. [Corrupt] where neither copy of the table tells what the group is,
    /// [reel.stream.Missing] where it is not there.
    static ParityFile open(Backend backend, Hash id) throws IOException {
        Handle handle = ParityNames.group(id);
        StoredObject object =
                StoredObject.open(backend, handle, backend.stat(handle).size());
        try {
            return read(id, object);
        } catch (Throwable failure) {
            object.close();
            throw failure;
        }
    }

    /// The shape of group `id`, without the checks of its symbols: from the first pages where those are whole.
    static GroupShape shape(Backend backend, Hash id) throws IOException {
        Handle handle = ParityNames.group(id);
        long size = Math.min(FIRST_PAGES * PAGE, backend.stat(handle).size() / PAGE * PAGE);
        MemorySegment first = MemorySegment.ofArray(new byte[(int) size]);
        int count = size > 0 && isReadable(backend, handle, first) ? ParityPages.count(first, id.w0()) : -1;
        if (count > 0) {
            ParityPages pages = ParityPages.empty(id.w0(), count);
            for (int page = 0; page < Math.min(count, size / PAGE); page++) {
                pages.take(first.asSlice((long) page * PAGE, PAGE), page);
            }
            if (pages.has(0) && hasMembers(pages, handle.path())) {
                return GroupTable.decode(pages.table(), handle.path());
            }
        }
        try (ParityFile file = open(backend, id)) {
            return file.shape();
        }
    }

    private static ParityFile read(Hash id, StoredObject object) throws IOException {
        int count = countPages(id, object);
        if (count < 0) {
            throw new Corrupt(object.thing(), 0, "the table of a parity group", "neither copy of it can be read");
        }
        ParityPages pages = ParityPages.empty(id.w0(), count);
        boolean whole = takeCopy(object, pages, 0);
        // Where the second copy lies is known from the first; if that is lost, from the end.
        long expected = pages.has(0) && hasMembers(pages, object.thing())
                ? secondCopy(GroupTable.decode(pages.table(), object.thing()), count)
                : object.size() - (long) count * PAGE;
        ParityPages second = ParityPages.empty(id.w0(), count);
        whole &= takeCopy(object, second, expected);
        whole &= object.size() == expected + (long) count * PAGE;
        if (!pages.isWhole()) {
            takeCopy(object, pages, expected);
        }
        if (!pages.has(0) || !hasMembers(pages, object.thing())) {
            throw new Corrupt(object.thing(), 0, "the members of a parity group", "damaged pages in both copies");
        }
        GroupShape shape = GroupTable.decode(pages.table(), object.thing());
        long length = GroupTable.bytes(shape);
        if (ParityPages.pages(length) != count) {
            throw new Corrupt(object.thing(), 0, ParityPages.pages(length) + " pages", count + " pages");
        }
        if (pages.isWhole() && !pages.hash((int) length).equals(id)) {
            throw new Corrupt(object.thing(), 0, "the table of group " + id, "another one");
        }
        return new ParityFile(id, object, shape, pages, whole);
    }

    private static boolean hasMembers(ParityPages pages, String thing) throws IOException {
        int members = GroupTable.members(pages.table(), thing);
        return pages.has(0, GroupTable.HEAD_BYTES + (long) members * GroupTable.MEMBER_BYTES);
    }

    private static long secondCopy(GroupShape shape, int count) {
        return (long) count * PAGE + (long) shape.blocks() * shape.repairs() * rowBytes(shape);
    }

    static long rowBytes(GroupShape shape) {
        return shape.symbolSize() + 4L;
    }

    /// How many pages a copy has: from the first page, else from the last, else from any of the first copy.
    private static int countPages(Hash id, StoredObject object) throws IOException {
        MemorySegment page = MemorySegment.ofArray(new byte[PAGE]);
        long last = object.size() - PAGE;
        if (last < 0) {
            return -1;
        }
        int count = count(id, object, 0, page);
        if (count < 0) {
            count = count(id, object, last, page);
        }
        for (long at = PAGE; count < 0 && at <= last && at < (long) ParityPages.MAX_PAGES * PAGE; at += PAGE) {
            count = count(id, object, at, page);
        }
        return count;
    }

    private static int count(Hash id, StoredObject object, long at, MemorySegment page) throws IOException {
        return isReadable(object, at, page) ? ParityPages.count(page, id.w0()) : -1;
    }

    /// Takes the right pages of a copy; whether all were right.
    private static boolean takeCopy(StoredObject object, ParityPages pages, long from) throws IOException {
        MemorySegment page = MemorySegment.ofArray(new byte[PAGE]);
        boolean all = true;
        for (int number = 0; number < pages.pages(); number++) {
            long at = from + (long) number * PAGE;
            if (at < 0 || at + PAGE > object.size() || !isReadable(object, at, page)) {
                all = false;
            } else {
                all &= pages.take(page, number);
            }
        }
        return all;
    }

    private static boolean isReadable(Backend backend, Handle handle, MemorySegment into) throws IOException {
        try {
            backend.read(handle, 0, into);
            return true;
        } catch (Corrupt diskError) {
            return false;
        }
    }

    private static boolean isReadable(StoredObject object, long at, MemorySegment into) throws IOException {
        try {
            object.read(at, into);
            return true;
        } catch (Corrupt diskError) {
            return false;
        }
    }

    Hash id() {
        return id;
    }

    GroupShape shape() {
        return shape;
    }

    /// Length of the object.
    long size() {
        return object.size();
    }

    /// Whether both copies of the table are whole and the object has its length.
    boolean areTablesWhole() {
        return tablesWhole;
    }

    /// The check of a source symbol; null where its page is lost in both copies.
    @Nullable
    Integer sum(int symbol) {
        long at = GroupTable.sumAt(shape.members().size(), symbol);
        return pages.has(at, 4) ? Integer.valueOf(pages.table().get(Le.INT, at)) : null;
    }

    /// Reads repair symbol `number` of a block; false where it is damaged or cut off.
    boolean row(int block, int number, MemorySegment symbol, SymbolSum sum) throws IOException {
        long at = (long) pages.pages() * PAGE + ((long) block * shape.repairs() + number) * rowBytes(shape);
        if (at + rowBytes(shape) > object.size()) {
            return false;
        }
        MemorySegment check = MemorySegment.ofArray(new byte[4]);
        if (!isReadable(object, at, symbol) || !isReadable(object, at + shape.symbolSize(), check)) {
            return false;
        }
        return sum.repair(id.w0(), block, number, symbol) == check.get(Le.INT, 0);
    }

    @Override
    public void close() {
        object.close();
    }
}
