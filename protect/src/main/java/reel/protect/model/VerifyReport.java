package reel.protect.model;

import java.util.List;

/// What is intact, and how much more may be lost.
///
/// @param bytes   of the source
/// @param blocks  each block's health
/// @param damaged names of what is corrupt, the first thousand
/// @param missing names of what is missing, the first thousand
/// @param foreign names of what belongs to something else and is no damage, the first thousand
public record VerifyReport(
        Form form,
        long bytes,
        List<BlockHealth> blocks,
        List<String> damaged,
        List<String> missing,
        List<String> foreign) {
    public VerifyReport {
        blocks = List.copyOf(blocks);
        damaged = List.copyOf(damaged);
        missing = List.copyOf(missing);
        foreign = List.copyOf(foreign);
    }

    /// Everything that was encoded is there and intact.
    public boolean isWhole() {
        return damaged.isEmpty() && missing.isEmpty() && blocks.stream().allMatch(BlockHealth::isWhole);
    }

    /// Every block can come back.
    public boolean isRecoverable() {
        return blocks.stream().allMatch(BlockHealth::isRecoverable);
    }

    public long total() {
        return blocks.stream().mapToLong(BlockHealth::total).sum();
    }

    public long intact() {
        return blocks.stream().mapToLong(BlockHealth::intact).sum();
    }

    public long corrupt() {
        return blocks.stream().mapToLong(BlockHealth::corrupt).sum();
    }

    public long missingSymbols() {
        return total() - intact() - corrupt();
    }

    /// How many more symbols the weakest block can lose; negative if it lacks some.
    public long spare() {
        return blocks.stream().mapToLong(BlockHealth::spare).min().orElse(0);
    }

    /// The share of its own symbols that the weakest block can still lose; 0 where a block is beyond help.
    public double margin() {
        return Math.max(
                0,
                blocks.stream()
                        .mapToDouble(block -> (double) block.spare() / block.total())
                        .min()
                        .orElse(1));
    }
}
