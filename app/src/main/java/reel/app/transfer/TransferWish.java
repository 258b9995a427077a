package reel.app.transfer;

import java.util.List;
import org.jspecify.annotations.Nullable;
import reel.transfer.job.Mode;
import reel.transfer.job.TransferOptions;

/// A transfer in the words of a user.
///
/// @param sources     one or more places
/// @param destination where they go: one source arrives as the destination itself where it is a folder, several
/// arrive in it, each under its own name; a file arrives in a folder that is there or named with a slash at its
/// end, else under the destination's name
/// @param backup      where what is replaced or deleted goes, a place of the same host as the destination; null to
///                    let it go
public record TransferWish(
        Mode mode,
        List<String> sources,
        String destination,
        TransferOptions options,
        @Nullable String backup) {
    public TransferWish {
        sources = List.copyOf(sources);
        if (sources.isEmpty()) {
            throw new IllegalArgumentException("no source");
        }
    }
}
