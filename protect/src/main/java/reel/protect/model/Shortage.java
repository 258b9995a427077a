package reel.protect.model;

import java.util.List;
import reel.stream.Corrupt;

/// The failure of a decode that has too few symbols, for all blocks at once.
public final class Shortage {
    /// So many blocks are named in a message.
    private static final int MOST_NAMED = 20;

    private Shortage() {}

    /// One block that lacks symbols. @param needs how many more at least
    public record Block(long number, long needs) {}

    /// @param blocks in order of their numbers, at least one
    public static Corrupt of(String folder, List<Block> blocks) {
        StringBuilder text = new StringBuilder();
        for (Block block : blocks.subList(0, Math.min(MOST_NAMED, blocks.size()))) {
            text.append(text.isEmpty() ? "" : ", ")
                    .append("block ")
                    .append(block.number)
                    .append(" needs at least ")
                    .append(block.needs)
                    .append(block.needs == 1 ? " more symbol" : " more symbols");
        }
        if (blocks.size() > MOST_NAMED) {
            text.append(" and ").append(blocks.size() - MOST_NAMED).append(" more blocks lack some");
        }
        return new Corrupt(
                folder,
                -1,
                "enough intact symbols of every block",
                "too few: " + text,
                "Bring more symbols into the folder from another copy, then run it again; no file was written.",
                null);
    }
}
