package reel.app.keep;

import java.util.ArrayList;
import java.util.List;
import reel.stream.ReelException;

/// Something that a check found.
///
/// @param kind      what sort of thing it is, a word for programs
/// @param object    what is affected: an object of the repository, an operation, a commit, a file of the stage
/// @param damage    whether bytes are wrong or gone; otherwise it is a mere leftover
/// @param source    where what is right can come from
/// @param remedy    what to do now
/// @param paths     files that need it, each with its revision; not all when there are many
/// @param morePaths how many are not in `paths`
public record Problem(
        String kind,
        String object,
        String detail,
        boolean damage,
        Source source,
        String remedy,
        List<String> paths,
        long morePaths) {
    /// Where what is right can come from.
    public enum Source {
        /// A second copy: it has been put back already.
        TWIN,
        /// Parity: `reel repair` brings it back bit for bit.
        PARITY,
        /// The packs: `reel repair` makes it anew.
        PACKS,
        /// Files of the working folder that still hold the same bytes; `reel repair` looks.
        FOLDER,
        /// Nothing here: a backup.
        ELSEWHERE
    }

    /// Paths told of one problem; more are counted.
    static final int MAX_PATHS = 20;

    public Problem {
        // Messages begin with the thing they are about, which is said already.
        String prefix = object + ": ";
        detail = detail.startsWith(prefix) ? detail.substring(prefix.length()) : detail;
    }

    /// Whether only what could heal is damaged: nothing that anybody stored.
    public boolean isRedundancy() {
        return kind.endsWith("_parity") || kind.endsWith("_twin");
    }

    /// Damage that no file is known to need yet.
    public static Problem damage(String kind, String object, String detail, Source source, String remedy) {
        return new Problem(kind, object, detail, true, source, remedy, List.of(), 0);
    }

    static Problem of(String kind, ReelException failure, String remedy) {
        return damage(kind, failure.thing(), String.valueOf(failure.getMessage()), Source.ELSEWHERE, remedy);
    }

    /// The same with the files it hurts.
    Problem hurting(Paths hurt) {
        return new Problem(kind, object, detail, damage, source, remedy, List.copyOf(hurt.told), hurt.more);
    }

    /// The files one problem hurts, as they are met.
    static final class Paths {
        private final List<String> told = new ArrayList<>();
        private long more;

        void add(String path) {
            if (told.size() < MAX_PATHS) {
                told.add(path);
            } else {
                more++;
            }
        }
    }
}
