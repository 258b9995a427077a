package reel.cli.transfer;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import reel.app.transfer.Contents;
import reel.app.transfer.Found;
import reel.app.transfer.PlaceSession;
import reel.cli.screen.Callers;
import reel.cli.screen.Output;
import reel.cli.screen.Screen;
import reel.stream.Refused;

/// The bytes of a file of any place, on stdout.
public final class PlaceCat {
    private static final int PIECE_BYTES = 256 << 10;

    private PlaceCat() {}

    /// Whether a word names a place that is no path of this machine.
    public static boolean isElsewhere(Screen screen, String word) throws IOException {
        try (PlaceSession session = PlaceSession.open(Callers.of(screen))) {
            return session.locations().isElsewhere(word);
        }
    }

    public static int run(Screen screen, String word) throws IOException {
        try (PlaceSession session = PlaceSession.open(Callers.of(screen))) {
            Found found = session.require(word);
            if (!found.isFile()) {
                throw new Refused(found.endpoint().toString(), "is no file", "`reel ls` lists a folder.");
            }
            byte[] piece = new byte[PIECE_BYTES];
            Output out = screen.out();
            new Contents(found.endpoint().place())
                    .read(java.util.Objects.requireNonNull(found.entry()), bytes -> write(out, bytes, piece));
            return 0;
        }
    }

    private static void write(Output out, MemorySegment bytes, byte[] piece) {
        for (long at = 0; at < bytes.byteSize(); at += piece.length) {
            int length = (int) Math.min(piece.length, bytes.byteSize() - at);
            MemorySegment.copy(bytes, ValueLayout.JAVA_BYTE, at, piece, 0, length);
            out.write(piece, 0, length);
        }
    }
}
