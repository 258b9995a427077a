package reel.transfer.job;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reel.transfer.filter.Filters;

/// Which files of the source take part. What is left out here is not deleted at the destination either.
///
/// @param filters    by path
/// @param only       these paths below the source (`--files-from`), each once, as far as the filters take them; null
///                   for the whole tree. Not with [Mode#SYNC], nor for deleting
/// @param leastBytes smaller files are left out
/// @param mostBytes  larger files are left out
/// @param notBefore  files changed earlier are left out (`--max-age`); null for no bound
/// @param notAfter   files changed later are left out (`--min-age`); null for no bound
/// @param links      what becomes of symbolic links
public record Selection(
        Filters filters,
        @Nullable List<String> only,
        long leastBytes,
        long mostBytes,
        @Nullable Instant notBefore,
        @Nullable Instant notAfter,
        Links links) {
    public static final Selection ALL = new Selection(Filters.NONE, null, 0, Long.MAX_VALUE, null, null, Links.KEEP);

    public Selection {
        only = only == null ? null : only.stream().distinct().toList();
        if (leastBytes < 0 || mostBytes < 0) {
            throw new IllegalArgumentException("sizes from " + leastBytes + " to " + mostBytes);
        }
    }

    public Selection withFilters(Filters others) {
        return new Selection(others, only, leastBytes, mostBytes, notBefore, notAfter, links);
    }

    public Selection withOnly(@Nullable List<String> paths) {
        return new Selection(filters, paths, leastBytes, mostBytes, notBefore, notAfter, links);
    }

    public Selection withSizes(long least, long most) {
        return new Selection(filters, only, least, most, notBefore, notAfter, links);
    }

    public Selection withTimes(@Nullable Instant from, @Nullable Instant to) {
        return new Selection(filters, only, leastBytes, mostBytes, from, to, links);
    }

    public Selection withLinks(Links other) {
        return new Selection(filters, only, leastBytes, mostBytes, notBefore, notAfter, other);
    }

    /// Whether a file of this size and time takes part; what is not known does not keep it out.
    public boolean takes(long size, @Nullable Instant modified) {
        if (size >= 0 && (size < leastBytes || size > mostBytes)) {
            return false;
        }
        return modified == null
                || (notBefore == null || !modified.isBefore(notBefore))
                        && (notAfter == null || !modified.isAfter(notAfter));
    }
}
