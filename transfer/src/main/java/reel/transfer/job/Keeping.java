package reel.transfer.job;

import org.jspecify.annotations.Nullable;

/// How things are kept at the destination.
///
/// @param metadata mode, owner, group, extended attributes and content type go with a file, as far as both sides
///                 can; times always do
/// @param backup   folder of the destination's place, outside the destination, where a file goes that would be
///                 replaced or deleted (`--backup-dir`); null to let it go
/// @param durable  the transfer ends when the destination's disk has everything
/// @param verify   what was written is read back and compared
public record Keeping(boolean metadata, @Nullable String backup, boolean durable, boolean verify) {
    public static final Keeping DEFAULT = new Keeping(true, null, false, false);
}
