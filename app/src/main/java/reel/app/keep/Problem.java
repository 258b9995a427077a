package reel.app.keep;

import java.util.ArrayList;
import java.util.List;
import reel.stream.ReelException;

/// Something that a check found.
///
/// @param object    what is affected: an object of the repository, an operation, a commit, a file of the stage
/// @param damage    whether bytes are wrong or gone; otherwise it is a mere leftover
/// @param remedy    what to do now
/// @param paths     files that need it, each with its revision; not all when there are many
/// @param morePaths how many are not in `paths`
public record Problem(String object, String detail, boolean damage, String remedy, List<String> paths, long morePaths) {
    /// Paths told of one problem; more are counted.
    static final int MAX_PATHS = 20;

    public Problem {
        // Messages begin with the thing they are about, which is said already.
        String prefix = object + ": ";
        detail = detail.startsWith(prefix) ? detail.substring(prefix.length()) : detail;
    }

    static Problem damage(String object, String detail, String remedy) {
        return new Problem(object, detail, true, remedy, List.of(), 0);
    }

    static Problem of(ReelException failure, String remedy) {
        return damage(failure.thing(), String.valueOf(failure.getMessage()), remedy);
    }

    /// The same with the files it hurts.
    Problem hurting(Paths hurt) {
        return new Problem(object, detail, damage, remedy, List.copyOf(hurt.told), hurt.more);
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
