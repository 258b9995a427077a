package reel.protect.folder;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import reel.protect.disk.Disk;
import reel.protect.disk.WorkFolder;
import reel.protect.layout.Base58;
import reel.protect.layout.SymbolIds;
import reel.stream.Corrupt;
import reel.stream.hash.Hash;

/// What an encode keeps of a finished block until all are finished: its hash and its text in the layout.
///
/// @param hash BLAKE3 of the block's source bytes
/// @param text of the block in the layout file
record BlockFragment(Hash hash, String text) {
    /// The ids that the text lists: it was written by this program, each on a line of its own.
    SymbolIds ids() {
        SymbolIds ids = new SymbolIds();
        boolean inside = false;
        for (String line : text.split("\n")) {
            String part = line.strip();
            if (inside && part.startsWith("\"")) {
                Hash id = Base58.decode(part.substring(1, part.lastIndexOf('"')));
                if (id != null) {
                    ids.add(id);
                }
            } else {
                inside = part.startsWith("\"symbols\"");
            }
        }
        return ids;
    }

    /// Fragments as files in a folder.
    record Keeping(Disk disk, Path folder) {
        static Keeping in(Disk disk, Path folder) {
            return new Keeping(disk, folder);
        }

        private Path file(long block) {
            return folder.resolve("fragment_" + block);
        }

        void write(long block, BlockFragment fragment) throws IOException {
            WorkFolder.writeText(disk, file(block), fragment.hash + "\n" + fragment.text);
        }

        /// The fragment of a block; [Corrupt] where it is not there or not whole.
        BlockFragment read(long block) throws IOException {
            BlockFragment found = find(block);
            if (found == null) {
                throw new Corrupt(
                        file(block).toString(),
                        -1,
                        "a finished block",
                        "none",
                        "Delete the folder and encode again.",
                        null);
            }
            return found;
        }

        @Nullable
        BlockFragment find(long block) throws IOException {
            if (!Files.exists(file(block))) {
                return null;
            }
            try (Disk.InFile in = disk.read(file(block))) {
                if (in.size() <= Hash.HEX_CHARS || in.size() > Integer.MAX_VALUE - 8) {
                    return null;
                }
                byte[] bytes = new byte[(int) in.size()];
                in.read(0, MemorySegment.ofArray(bytes));
                String all = new String(bytes, StandardCharsets.US_ASCII);
                String hex = all.substring(0, Hash.HEX_CHARS);
                return hex.matches("[0-9a-f]{64}")
                        ? new BlockFragment(Hash.parse(hex), all.substring(Hash.HEX_CHARS + 1))
                        : null;
            }
        }
    }
}
