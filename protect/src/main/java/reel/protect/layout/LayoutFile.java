package reel.protect.layout;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reel.protect.disk.Disk;
import reel.stream.Corrupt;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.exc.JacksonIOException;

/// A layout file that was read and checked as a whole: `_raptorq_layout.json` in any of its three forms.
///
/// Every id was looked at and is a symbol id; blocks lie one behind the other without gap or overlap from byte 0 on.
/// Only the blocks are kept in memory; their ids are read again, one block at a time.
public final class LayoutFile {
    /// What rq-library calls it.
    public static final String NAME = "_raptorq_layout.json";

    /// WS of RFC 6330 §4.3, as rq-library's codec has it for every object.
    public static final long DECODER_MEMORY_BYTES = 10 << 20;

    /// A block takes a few hundred bytes of memory; a layout with more blocks is no layout.
    static final int MOST_BLOCKS = 1 << 20;

    private final Disk disk;
    private final Path path;
    private final LayoutShape shape;
    private final List<BlockEntry> blocks;

    private LayoutFile(Disk disk, Path path, LayoutShape shape, List<BlockEntry> blocks) {
        this.disk = disk;
        this.path = path;
        this.shape = shape;
        this.blocks = List.copyOf(blocks);
    }

    /// Reads and checks `path`. [Missing] if it is not there, [Corrupt] if it is cut off or holds what cannot be,
    /// [Refused] for a symbol id that is none (such as a path) or a form this program does not know.
    public static LayoutFile open(Disk disk, Path path) throws IOException {
        try (Disk.InFile file = disk.read(path)) {
            LayoutParser parser = new LayoutParser(path);
            parsing(path, file, 0, file.size(), json -> {
                parser.document(json);
                return parser;
            });
            return new LayoutFile(disk, path, parser.shape(), parser.blocks());
        }
    }

    public Path path() {
        return path;
    }

    public LayoutShape shape() {
        return shape;
    }

    /// In order of their offsets; none for an empty source.
    public List<BlockEntry> blocks() {
        return blocks;
    }

    /// Bytes of the source.
    public long size() {
        return blocks.isEmpty()
                ? 0
                : blocks.getLast().offset() + blocks.getLast().size();
    }

    /// The symbol ids of a block, read from the file.
    public SymbolIds ids(BlockEntry block) throws IOException {
        try (Disk.InFile file = disk.read(path)) {
            SymbolIds ids = new SymbolIds();
            parsing(path, file, block.from(), block.to(), json -> {
                LayoutParser.ids(path, json, ids);
                return ids;
            });
            if (ids.size() != block.symbols()) {
                throw new Corrupt(
                        path.toString(),
                        block.from(),
                        block.symbols() + " symbol ids",
                        ids.size() + ": the file changed while it was read",
                        "Try again.",
                        null);
            }
            return ids;
        }
    }

    @FunctionalInterface
    private interface Work<T> {
        T with(JsonParser json) throws IOException;
    }

    private static <T> T parsing(Path path, Disk.InFile file, long from, long to, Work<T> work) throws IOException {
        InputStream text = new BufferedInputStream(new FileStream(file, from, to), 1 << 16);
        try (JsonParser json = LayoutParser.FACTORY.createParser(ObjectReadContext.empty(), text)) {
            return work.with(json);
        } catch (JacksonIOException failure) {
            throw failure.getCause();
        } catch (JacksonException wrong) {
            throw damaged(path, at(wrong), "a whole JSON document", String.valueOf(wrong.getOriginalMessage()), wrong);
        }
    }

    private static long at(JacksonException wrong) {
        return wrong.getLocation() == null ? -1 : wrong.getLocation().getByteOffset();
    }

    static Corrupt damaged(Path path, long at, String expected, String found, @Nullable Throwable cause) {
        return new Corrupt(
                path.toString(), at, expected, found, "Take the layout file from a copy of the symbols.", cause);
    }
}
