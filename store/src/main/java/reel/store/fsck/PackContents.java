package reel.store.fsck;

import java.io.IOException;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicLong;
import reel.backend.Backend;
import reel.store.index.ChunkIndex;
import reel.store.index.Location;
import reel.store.layout.StoreNames;
import reel.store.pack.PackReader;
import reel.store.pack.PackStream;
import reel.store.pack.PackTable;
import reel.stream.Corrupt;
import reel.stream.Missing;
import reel.stream.Refused;
import reel.stream.hash.Hash;

/// The check of each pack by itself and against an index, many side by side. What a pack holds is read once, however
/// often it is compared with the index.
final class PackContents {
    private final Backend backend;
    private final PackStream.Settings settings;
    private final FsckProgress progress;
    private final AtomicLong doneBytes = new AtomicLong();
    private volatile long totalBytes;

    PackContents(PackStream.Settings settings, FsckProgress progress) {
        this.backend = settings.backend();
        this.settings = settings;
        this.progress = progress;
    }

    /// These are going to be checked; those of them that are new add to what there is to do.
    void expect(Collection<CheckedPack> packs) {
        totalBytes = doneBytes.get()
                + packs.stream()
                        .filter(pack -> !pack.isRead())
                        .mapToLong(CheckedPack::bytes)
                        .sum();
    }

    /// [Missing] where the index cannot be read any more; a pack that is gone says so itself.
    void check(CheckedPack pack, ChunkIndex index, boolean readData) throws IOException {
        if (pack.isUnreadable()) {
            return;
        }
        String object = StoreNames.pack(pack.id()).path();
        PackReader reader;
        try {
            reader = PackReader.open(backend, pack.id());
        } catch (Corrupt | Refused damage) {
            pack.setUnreadable(new Finding.UnreadablePack(object, message(damage), ChunkIds.NONE));
            return;
        } catch (Missing collected) {
            pack.setGone();
            return;
        }
        try {
            if (!pack.isRead()) {
                read(pack, reader, object, readData);
            }
            pack.setListed(countListed(reader.table(), pack.id(), index));
        } finally {
            reader.leave();
        }
    }

    private void read(CheckedPack pack, PackReader reader, String object, boolean readData) throws IOException {
        try {
            checkStructure(pack, reader, object);
            pack.setRows(reader.table().chunks());
            if (readData) {
                checkData(pack, reader, object);
            } else {
                progress.advanced(doneBytes.addAndGet(pack.bytes()), totalBytes);
            }
            pack.setRead();
        } catch (Missing collected) {
            pack.setGone();
        }
    }

    private void checkStructure(CheckedPack pack, PackReader reader, String object) throws IOException {
        try {
            reader.checkStructure(settings.cloak());
        } catch (Corrupt damage) {
            pack.addDamage(new Finding.DamagedStructure(object, message(damage), ChunkIds.NONE));
        }
    }

    private static int countListed(PackTable table, Hash pack, ChunkIndex index) throws IOException {
        int listed = 0;
        for (int chunk = 0; chunk < table.chunks(); chunk++) {
            for (Location place : index.all(table.id(chunk))) {
                if (place.chunk() == chunk && place.pack().id().equals(pack)) {
                    listed++;
                    break;
                }
            }
        }
        return listed;
    }

    private void checkData(CheckedPack pack, PackReader reader, String object) throws IOException {
        PackTable table = reader.table();
        for (int frame = 0; frame < table.frames(); frame++) {
            PackReader.FrameCheck check = reader.checkFrame(frame, settings.budget(), settings.cloak());
            if (check.detail() != null) {
                ChunkIds lost = new ChunkIds(settings.cloak());
                check.damaged().forEach(lost::add);
                pack.addDamage(new Finding.DamagedChunks(object, check.detail(), table.frameOffset(frame), lost));
            }
            progress.advanced(doneBytes.addAndGet(table.frameSealedBytes(frame)), totalBytes);
        }
    }

    private static String message(IOException damage) {
        return String.valueOf(damage.getMessage());
    }
}
