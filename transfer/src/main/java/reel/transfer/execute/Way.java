package reel.transfer.execute;

import reel.backend.place.Entry;
import reel.backend.place.PlaceTraits;
import reel.transfer.discover.Item;
import reel.transfer.job.Transform;

/// How a file's bytes get to the other side.
enum Way {
    /// The kernel copies from file to file; nothing is hashed.
    KERNEL,
    /// Several parts at once, in any order.
    PARTS,
    /// One after the other from the beginning.
    IN_ORDER,
    /// In order, through a container.
    TRANSFORM;

    static Way of(Setting setting, Item item) {
        PlaceTraits from = setting.from();
        PlaceTraits to = setting.to();
        if (!(setting.job().options().transform() instanceof Transform.None)) {
            return TRANSFORM;
        }
        // Where versions cannot be told apart, one answer is at least of one.
        if (!item.source().tellsVersion()) {
            return IN_ORDER;
        }
        if (Baseline.isFor(setting, item)) {
            return PARTS;
        }
        if (from.disk() != null && to.disk() != null) {
            return KERNEL;
        }
        if (!from.ranges() || to.parts().inOrder() || item.source().size() == Entry.UNKNOWN) {
            return IN_ORDER;
        }
        return PARTS;
    }
}
