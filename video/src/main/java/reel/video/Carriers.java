package reel.video;

import java.util.List;
import reel.video.archive.ArchiveCarrier;
import reel.video.art.ArtCarrier;
import reel.video.carrier.Carrier;
import reel.video.robust.RobustCarrier;

/// Every carrier there is, those that tell their videos fastest first.
final class Carriers {
    private Carriers() {}

    static List<Carrier> all() {
        return List.of(new ArchiveCarrier(), new RobustCarrier(), new ArtCarrier());
    }
}
