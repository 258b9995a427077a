package reel.transfer.execute;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;
import reel.backend.place.DigestKind;
import reel.backend.place.Digester;
import reel.backend.place.Entry;
import reel.backend.place.Place;
import reel.backend.place.Reading;
import reel.stream.Corrupt;
import reel.stream.Locked;
import reel.stream.ReelException;
import reel.stream.Refused;
import reel.stream.box.ContainerParser;
import reel.transfer.discover.Item;
import reel.transfer.job.Difference;
import reel.transfer.job.Endpoint;
import reel.transfer.job.Transform;

/// Compares a file with the container of it: every seal of the container is checked, and what it holds is compared
/// with the file's bytes.
final class BoxCheck {
    private final Setting setting;
    private final Digester digester;
    private final ContainerParser parser;
    private long plainBytes;
    private @Nullable ReelException wrong;

    private BoxCheck(Setting setting, DigestKind kind, MemorySegment workspace, String thing) {
        this.setting = setting;
        this.digester = Digester.of(kind);
        this.parser = ContainerParser.open(this::opened, setting.keys(), workspace, thing);
    }

    /// What `item` differs in; null where the container holds the file's bytes.
    static @Nullable Difference difference(Setting setting, Item item, Entry old) throws IOException {
        boolean packs = setting.job().options().transform() instanceof Transform.Pack;
        Place plainPlace = packs ? setting.source() : setting.destination();
        Place boxPlace = packs ? setting.destination() : setting.source();
        Entry plain = packs ? item.source() : old;
        Entry box = packs ? old : item.source();
        DigestKind kind = Contents.kindOf(plainPlace, plain);
        try (MemoryShare.Loan loan = setting.shares().take(ContainerParser.WORKSPACE_BYTES)) {
            String thing = new Endpoint(boxPlace, box.path()).toString();
            BoxCheck check = new BoxCheck(setting, kind, loan.lease().segment(), thing);
            Difference damage = check.read(boxPlace, box);
            if (damage != null) {
                return damage;
            }
            if (plain.size() != Entry.UNKNOWN && plain.size() != check.plainBytes) {
                return Difference.SIZE;
            }
            String held = check.digester.hex();
            return held.equals(Contents.digest(plainPlace, plain, kind)) ? null : Difference.CONTENT;
        }
    }

    /// Reads the whole container. @return what is wrong with it, whatever it holds; null where it is sound
    private @Nullable Difference read(Place place, Entry box) throws IOException {
        try (Reading reading = place.open(box)) {
            long size = reading.entry().sizedAs(box).size();
            if (size != 0) {
                reading.read(0, size, piece -> judged(() -> parser.write(piece)));
            }
            judged(parser::end);
        } catch (ReelException failure) {
            if (failure != wrong) {
                throw failure;
            }
            return told(failure);
        }
        boolean open = setting.job().options().transform() instanceof Transform.Pack pack
                && pack.secret() != null
                && !parser.isEncrypted();
        return open ? Difference.UNENCRYPTED : null;
    }

    private Difference told(ReelException why) {
        if (why instanceof Locked) {
            return Difference.LOCKED;
        }
        setting.tally().events().note(String.valueOf(why.getMessage()));
        return why instanceof Corrupt ? Difference.DAMAGED : Difference.KIND;
    }

    /// A step of the parser.
    private interface Step {
        void run() throws IOException;
    }

    /// Remembers what the container itself is to blame for, and not the way to it.
    private void judged(Step step) throws IOException {
        try {
            step.run();
        } catch (Corrupt | Locked | Refused container) {
            wrong = container;
            throw container;
        }
    }

    private void opened(MemorySegment bytes) {
        plainBytes += bytes.byteSize();
        digester.update(bytes);
    }
}
