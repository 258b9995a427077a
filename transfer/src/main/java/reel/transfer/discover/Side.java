package reel.transfer.discover;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reel.backend.place.Entry;
import reel.backend.place.NameRules;
import reel.stream.Refused;
import reel.transfer.filter.Verdict;
import reel.transfer.job.Endpoint;
import reel.transfer.job.Links;
import reel.transfer.job.Selection;
import reel.transfer.job.Transform;

/// One side of a comparison: what of its tree counts, and under which keys.
///
/// @param names   the destination's, which decide what is the same
/// @param naming  what its files are called in filters and on the other side
/// @param links   [Links#FOLLOW] replaces them by what they mean
/// @param trouble hears of paths that cannot be told, or not be sent
record Side(Endpoint at, NameRules names, Naming naming, Selection selection, Links links, Trouble trouble) {
    /// Hears of what cannot be sent.
    @FunctionalInterface
    interface Trouble {
        /// @param listed whether it is known what it is
        void tell(String path, IOException why, boolean listed);
    }

    /// A folder's children that the filters do not leave out, in order.
    ///
    /// @param folder null for the endpoint itself
    List<Found> children(@Nullable Found folder) throws IOException {
        String real = folder == null ? at.path() : folder.entry().path();
        String prefix = folder == null ? "" : folder.path() + "/";
        List<Found> children = new ArrayList<>();
        at.place().list(real, entry -> {
            Found child = found(prefix + entry.name(), entry);
            if (child != null) {
                children.add(child);
            }
        });
        if (links == Links.FOLLOW) {
            follow(folder, children);
        }
        children.sort(Comparator.comparing(Found::key, PathOrder::compare).thenComparing(Found::path));
        return children;
    }

    /// Null for what the filters leave out, or what cannot be there and is told so.
    @Nullable
    Found found(String path, Entry entry) {
        boolean folder = entry.isFolder();
        if (selection.filters().of(folder ? path : naming.filtered(path), folder) == Verdict.LEAVE) {
            return null;
        }
        String target = folder ? path : naming.target(path);
        if (target == null) {
            trouble.tell(
                    path,
                    new Refused(
                            at.name(path),
                            "is no container: its name does not end with " + Transform.suffix(),
                            "Leave it out with a filter."),
                    true);
            return null;
        }
        return new Found(target, key(target, folder), entry);
    }

    /// The same for a path that was not reached through its folders, which may be left out too.
    @Nullable
    Found below(String path, Entry entry) {
        return selection.filters().leavesAbove(path) ? null : found(path, entry);
    }

    String key(String path, boolean folder) {
        String key = names.key(path);
        return folder ? key + "/" : key;
    }

    private void follow(@Nullable Found folder, List<Found> children) {
        for (int i = children.size() - 1; i >= 0; i--) {
            Found child = children.get(i);
            if (child.entry().kind() != Entry.Kind.LINK) {
                continue;
            }
            children.remove(i);
            try {
                Entry meant = LinkReader.follow(at.place(), child.entry());
                String within = folder == null ? at.path() : folder.entry().path();
                if (meant.isFolder() && (within + "/").startsWith(meant.path().isEmpty() ? "" : meant.path() + "/")) {
                    throw new Refused(
                            child.path(),
                            "is a link to a folder it lies in",
                            "Keep links as they are, or leave it out.");
                }
                Found real = found(child.path(), meant);
                if (real != null) {
                    children.add(real);
                }
            } catch (IOException failure) {
                trouble.tell(child.path(), failure, false);
            }
        }
    }
}
