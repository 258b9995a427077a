package reel.transfer.job;

/// How hard a transfer works.
///
/// @param transfers streams at once; 0 to let the transfer find out
/// @param checkers  folders read at once, and files compared
/// @param delta     a large file of which the destination has an older version gets only what changed, where the
///                  destination is a disk
public record Effort(int transfers, int checkers, boolean delta) {
    public static final int MOST_TRANSFERS = 256;
    public static final Effort DEFAULT = new Effort(0, 8, false);

    public Effort {
        if (transfers < 0 || transfers > MOST_TRANSFERS || checkers < 1 || checkers > MOST_TRANSFERS) {
            throw new IllegalArgumentException(transfers + " transfers, " + checkers + " checkers");
        }
    }
}
