package reel.protect.folder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reel.protect.disk.Disk;
import reel.protect.disk.WorkFolder;
import reel.protect.layout.Base58;
import reel.protect.layout.BlockEntry;
import reel.protect.layout.LayoutFile;
import reel.protect.layout.SymbolIds;
import reel.protect.model.Need;
import reel.raptorq.BlockShape;
import reel.raptorq.ObjectParameters;
import reel.raptorq.SourceBlock;
import reel.stream.Missing;
import reel.stream.ReelException;
import reel.stream.Refused;

/// A folder of symbol files and its layout.
///
/// @param file where the layout was read from
record SymbolFolder(Disk disk, Path folder, Path file, LayoutFile layout) {
    private static final int MOST_NAMES = 1 << 21;

    /// @param layout where the layout file is; null: in the folder
    static SymbolFolder open(Disk disk, Path folder, @Nullable Path layout) throws IOException {
        Path file = layout == null ? folder.resolve(LayoutFile.NAME) : layout;
        if (!Files.exists(file) || !Files.isDirectory(folder)) {
            throw noLayout(disk, folder, file);
        }
        return new SymbolFolder(disk, folder, file, LayoutFile.open(disk, file));
    }

    /// `into`; [Refused] where that is the layout file or a symbol, which it would replace.
    Path apart(Path into) throws IOException {
        if (Files.exists(into)) {
            if (Files.isSameFile(file, into)) {
                throw new Refused(
                        into.toString(), "is the layout file that the file is made by", "Name another file with -o.");
            }
            Path in = into.toRealPath().getParent();
            Path name = into.getFileName();
            for (BlockEntry block : layout.blocks()) {
                if (in != null && name != null && Files.exists(folderOf(block))) {
                    if (Files.isSameFile(folderOf(block), in) && isSymbol(block, name.toString())) {
                        throw new Refused(
                                into.toString(),
                                "is a symbol that the file is made from",
                                "Name another file with -o.");
                    }
                }
            }
        }
        return into;
    }

    private boolean isSymbol(BlockEntry block, String name) throws IOException {
        SymbolIds ids = layout.ids(block);
        for (int place = 0; place < ids.size(); place++) {
            if (Base58.encode(ids.get(place)).equals(name)) {
                return true;
            }
        }
        return false;
    }

    private static ReelException noLayout(Disk disk, Path folder, Path file) throws IOException {
        if (Files.isRegularFile(folder)) {
            return new Refused(folder.toString(), "is a file, not a folder of symbols", "Name the folder.");
        }
        if (!Files.isDirectory(folder)) {
            return new Missing(folder.toString(), "there is no such folder", "Check the path.");
        }
        List<String> names = disk.names(folder, MOST_NAMES);
        if (names.contains(WorkFolder.NAME)) {
            return new Missing(
                    file.toString(),
                    "an encode into this folder did not finish",
                    "Run the same encode again: it goes on.");
        }
        long blocks = names.stream()
                .filter(name -> name.startsWith("block_") || name.startsWith("chunk_"))
                .count();
        if (blocks > 0) {
            return new Missing(
                    file.toString(),
                    "not there, though symbols of " + blocks + (blocks == 1 ? " block are" : " blocks are")
                            + "; it says which bytes they make",
                    "Bring the layout file from another copy, or name it with --layout-file.");
        }
        return new Missing(
                folder.toString(),
                "it has neither a layout file (" + file.getFileName() + ") nor part files",
                "Name a folder that `reel protect encode` wrote.");
    }

    /// What the largest source block takes, by `needs`.
    Need need(Function<BlockShape, Need> needs) {
        Need most = Need.NONE;
        for (BlockEntry block : layout.blocks()) {
            most = most.or(needs.apply(block.parameters().shape(0)));
        }
        return most;
    }

    /// The folder that a block's symbols are in.
    Path folderOf(BlockEntry block) {
        if (block.name().isEmpty()) {
            return folder;
        }
        Path own = folder.resolve(block.name());
        if (Files.isDirectory(own)) {
            return own;
        }
        // Folders of the older form are sometimes named like those of the newer one.
        Path other = folder.resolve("block_" + block.index());
        return Files.isDirectory(other) ? other : folder;
    }

    /// Where the ids of a source block of an object stand in the layout: source symbols first, then its repair
    /// symbols.
    ///
    /// @param first    place of the first id
    /// @param count    of ids
    /// @param expected whether the places tell the symbols' ids (ESI)
    record Range(int first, int count, boolean expected) {}

    static Range range(BlockEntry block, int number) {
        ObjectParameters parameters = block.parameters();
        long repair = block.symbols() - parameters.symbols();
        if (repair < 0 || repair % parameters.sourceBlocks() != 0) {
            return new Range(0, (int) block.symbols(), false);
        }
        int each = (int) (repair / parameters.sourceBlocks());
        long first = 0;
        for (int before = 0; before < number; before++) {
            first += parameters.block(before).symbols() + each;
        }
        SourceBlock own = parameters.block(number);
        return new Range((int) first, own.symbols() + each, true);
    }
}
