package reel.transfer.execute;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reel.transfer.job.Endpoint;
import reel.transfer.job.Selection;
import reel.transfer.job.TransferJob;

/// The folder of journals is no part of a transfer, on either side: it changes while files are sent, and what is
/// in it means something on this machine only.
final class OwnState {
    private OwnState() {}

    /// The same job, without that folder where one of its sides holds it.
    static TransferJob leftOut(TransferJob job) {
        Path journals = job.options().journals();
        if (journals == null) {
            return job;
        }
        Path folder = Preflight.real(journals);
        List<String> out = new ArrayList<>();
        for (Endpoint side : List.of(job.source(), job.destination())) {
            String below = below(side, folder);
            if (below != null) {
                out.add(below);
            }
        }
        if (out.isEmpty()) {
            return job;
        }
        Selection selection = job.options().selection();
        return new TransferJob(
                job.mode(),
                job.source(),
                job.destination(),
                job.options().with(selection.withFilters(selection.filters().without(out))));
    }

    /// Null where the folder does not lie below `side`; one that was named itself is meant.
    private static @Nullable String below(Endpoint side, Path folder) {
        Path root = root(side);
        if (root == null || !folder.startsWith(root) || folder.equals(root)) {
            return null;
        }
        List<String> names = new ArrayList<>();
        root.relativize(folder).forEach(name -> names.add(name.toString()));
        return String.join("/", names);
    }

    /// Where a side is on this machine; a disk below other layers has only its name. Null elsewhere.
    private static @Nullable Path root(Endpoint side) {
        Path root = Preflight.real(side);
        if (root != null) {
            return root;
        }
        try {
            Path named = Path.of(side.toString());
            return named.isAbsolute() ? Preflight.real(named) : null;
        } catch (InvalidPathException elsewhere) {
            return null;
        }
    }
}
