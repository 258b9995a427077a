package reel.transfer.execute;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import reel.backend.place.Reading;
import reel.stream.box.ContainerParser;
import reel.stream.box.ContainerWriter;
import reel.transfer.job.Endpoint;
import reel.transfer.job.Transform;

/// Sends a file through a container, in order.
final class Transforming {
    private Transforming() {}

    static void run(FileWork work) throws IOException {
        Setting setting = work.setting();
        Transform transform = setting.job().options().transform();
        boolean free = setting.to().parts().free();
        long unit = free ? PartSizes.PIECE_BYTES : work.partSize();
        long workspace = Math.max(ContainerWriter.WORKSPACE_BYTES, ContainerParser.WORKSPACE_BYTES);
        String thing = new Endpoint(setting.source(), work.item().source().path()).toString();
        // One loan for all: a second one, waited for with the first in hand, could be waited for for ever.
        try (MemoryShare.Loan loan = setting.shares().take(workspace + unit)) {
            MemorySegment memory = loan.lease().segment();
            try (Flow flow = new Flow(work, 0, unit, memory.asSlice(workspace, unit))) {
                switch (transform) {
                    case Transform.Pack pack -> {
                        ContainerWriter writer = ContainerWriter.open(
                                flow::accept, pack.level(), setting.keys(), memory.asSlice(0, workspace), thing);
                        read(work, writer::write);
                        writer.end();
                    }
                    case Transform.Unpack unpack -> {
                        ContainerParser parser =
                                ContainerParser.open(flow::accept, setting.keys(), memory.asSlice(0, workspace), thing);
                        read(work, parser::write);
                        parser.end();
                    }
                    case Transform.None none -> throw new IllegalStateException("nothing to transform");
                }
                flow.end();
            }
        }
    }

    private static void read(FileWork work, Reading.Pieces sink) throws IOException {
        long size = work.source().size();
        if (size != 0) {
            work.reading().read(0, size, sink);
        }
    }
}
