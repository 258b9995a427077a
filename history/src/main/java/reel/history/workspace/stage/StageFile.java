package reel.history.workspace.stage;

import static reel.history.workspace.stage.StageLayout.*;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import reel.backend.Durable;
import reel.history.tree.Trees;
import reel.history.workspace.WorkingFolder;
import reel.stream.Corrupt;
import reel.stream.Refused;
import reel.stream.hash.Hash;

/// The stage on disk: read whole and checked, replaced whole and durably.
public final class StageFile {
    private final WorkingFolder folder;

    public StageFile(WorkingFolder folder) {
        this.folder = folder;
    }

    /// The stage, or null when there is none yet. [Corrupt] when it is damaged, [Refused] when it is of a newer
    /// reel.
    public @Nullable Stage read() throws IOException {
        Path file = folder.stageFile();
        byte[] bytes;
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long length = channel.size();
            if (length < HEADER_BYTES + TRAILER_BYTES || length > Integer.MAX_VALUE - 64) {
                throw damaged(file, -1, "136 bytes to 2 GiB", length + " bytes");
            }
            bytes = new byte[(int) length];
            ByteBuffer into = ByteBuffer.wrap(bytes);
            while (into.hasRemaining()) {
                if (channel.read(into) < 0) {
                    throw damaged(file, into.position(), length + " bytes", "the end");
                }
            }
        } catch (NoSuchFileException none) {
            return null;
        }
        check(file, bytes);
        return new Stage(bytes);
    }

    /// A stage that can be worked with. @param warning what the user should know, or null
    public record Opened(Stage stage, @Nullable String warning) {}

    /// The stage; rebuilt from `headTree` (null: no commit yet) when it is damaged or missing, which costs one
    /// look at the content of every file. The rebuilt one is in memory only.
    public Opened open(Trees trees, @Nullable Hash headTree) throws IOException {
        String warning = null;
        try {
            Stage stage = read();
            if (stage != null) {
                return new Opened(stage, null);
            }
            if (headTree != null) {
                warning = folder.stageFile() + " is missing and was rebuilt from HEAD";
            }
        } catch (Corrupt damaged) {
            warning =
                    damaged.getMessage() + "; rebuilt from HEAD: what was added and not committed must be added again";
        }
        return new Opened(headTree == null ? Stage.empty() : StageTree.read(trees, headTree), warning);
    }

    static void check(Path file, byte[] bytes) throws Corrupt, Refused {
        ByteBuffer view = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int end = bytes.length - TRAILER_BYTES;
        if (view.getLong(0) != MAGIC) {
            throw damaged(file, 0, "a stage", "something else");
        }
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, end);
        if (view.getInt(end) != (int) crc.getValue() || view.getInt(end + 4) != END_MAGIC) {
            throw damaged(file, end, "CRC32C " + Long.toHexString(crc.getValue()), "another");
        }
        int version = view.getInt(AT_VERSION);
        if (Integer.compareUnsigned(version, VERSION) > 0) {
            throw new Refused(
                    file.toString(),
                    "the stage has version " + Integer.toUnsignedString(version) + ", this reel knows " + VERSION,
                    "Use a newer reel.");
        }
        int count = view.getInt(AT_COUNT);
        int heapBytes = view.getInt(AT_HEAP_BYTES);
        if (count < 0
                || count > MAX_RECORDS
                || heapBytes < 0
                || HEADER_BYTES + (long) count * RECORD_BYTES + heapBytes != end) {
            throw damaged(file, AT_COUNT, "a length of " + bytes.length, count + " records, heap of " + heapBytes);
        }
        for (int row = 0, at = HEADER_BYTES; row < count; row++, at += RECORD_BYTES) {
            long pathEnd = (view.getInt(at + PATH) & 0xffffffffL) + (view.getShort(at + PATH_LENGTH) & 0xffff);
            long extraEnd = (view.getInt(at + EXTRA) & 0xffffffffL) + extraLength(view, at);
            int kind = bytes[at + KIND];
            if (pathEnd > heapBytes || extraEnd > heapBytes || kind < KIND_FILE || kind > KIND_FOLDER) {
                throw damaged(file, at, "a record inside the file", "one that points outside");
            }
        }
    }

    private static int extraLength(ByteBuffer view, int at) {
        int length = view.getShort(at + EXTRA_LENGTH) & 0xffff;
        return view.get(at + KIND) == KIND_LINK || length == 0 ? length : Hash.BYTES;
    }

    private static Corrupt damaged(Path file, long offset, String expected, String actual) {
        return new Corrupt(file.toString(), offset, expected, actual, "It is rebuilt from HEAD.", null);
    }

    /// Replaces the stage: afterwards it is the old one or the new one, whatever happens. The caller holds the
    /// lock.
    public void write(Stage stage) throws IOException {
        Path temporary = folder.temporaryName("stage");
        try {
            try (FileChannel channel =
                    FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                ByteBuffer from = ByteBuffer.wrap(stage.bytes());
                while (from.hasRemaining()) {
                    channel.write(from);
                }
                channel.force(false);
            }
            Files.move(
                    temporary, folder.stageFile(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            Durable.folder(folder.meta());
        } finally {
            Files.deleteIfExists(temporary);
        }
    }
}
