package reel.store.fsck;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import reel.store.layout.StoreNames;
import reel.store.pack.PackReader;
import reel.store.pack.PackStream;
import reel.stream.Corrupt;
import reel.stream.Missing;
import reel.stream.Refused;
import reel.stream.hash.Hash;

/// The check of one pack, every byte of it.
public final class PackCheck {
    private PackCheck() {}

    /// What is wrong with a pack, the first thing found; null where nothing is.
    public static @Nullable String damageOf(Hash pack, PackStream.Settings settings) throws IOException {
        PackReader reader;
        try {
            reader = PackReader.open(settings.backend(), pack);
        } catch (Missing gone) {
            return StoreNames.pack(pack).path() + " is not there";
        } catch (Corrupt | Refused damage) {
            return String.valueOf(damage.getMessage());
        }
        try {
            reader.checkStructure(settings.cloak());
            for (int frame = 0; frame < reader.table().frames(); frame++) {
                String detail = reader.checkFrame(frame, settings.budget(), settings.cloak())
                        .detail();
                if (detail != null) {
                    return detail;
                }
            }
            return null;
        } catch (Corrupt damage) {
            return String.valueOf(damage.getMessage());
        } finally {
            reader.leave();
        }
    }
}
