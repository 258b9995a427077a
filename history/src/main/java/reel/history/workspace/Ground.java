package reel.history.workspace;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import reel.history.tree.RepoPath;
import reel.stream.Refused;

/// What the folders above a path are on disk, looked at without following a link, each once. Safe for use by many
/// threads.
public final class Ground {
    private static final Answer OPEN = new Answer(State.FOLDER, null);
    private static final Answer ABSENT = new Answer(State.ABSENT, null);

    private final WorkingFolder folder;
    private final Map<RepoPath, Answer> known = new ConcurrentHashMap<>();

    /// What a folder of the repository is on disk.
    public enum State {
        /// A real folder, all the way from the root.
        FOLDER,
        ABSENT,
        /// A file or a link stands where a folder is needed.
        BLOCKED
    }

    /// What was found, and where.
    ///
    /// @param blocker what stands in the way; null unless [State#BLOCKED]
    public record Answer(State state, @Nullable RepoPath blocker) {}

    public Ground(WorkingFolder folder) {
        this.folder = folder;
    }

    /// The folder `path`, null for the root.
    public Answer look(@Nullable RepoPath path) throws IOException {
        if (path == null) {
            return OPEN;
        }
        Answer answer = known.get(path);
        if (answer == null) {
            answer = find(path);
            known.put(path, answer);
        }
        return answer;
    }

    private Answer find(RepoPath path) throws IOException {
        Answer above = look(path.parent());
        if (above.state != State.FOLDER) {
            return above;
        }
        FileStat stat = FileStat.ifThere(folder.onDisk(path));
        if (stat == null) {
            return ABSENT;
        }
        return stat.type() == FileStat.Type.FOLDER ? OPEN : new Answer(State.BLOCKED, path);
    }

    /// The stat of `path` itself; null when nothing is there, or it could only be reached through a link.
    public @Nullable FileStat stat(RepoPath path) throws IOException {
        return look(path.parent()).state == State.FOLDER ? FileStat.ifThere(folder.onDisk(path)) : null;
    }

    /// Refuses a path that could only be reached through a link, or through a file: it is another path of this
    /// repository, or none.
    public void requireReachable(RepoPath path) throws IOException {
        RepoPath blocker = look(path.parent()).blocker;
        if (blocker != null) {
            throw new Refused(
                    path.toString(),
                    "is beyond " + blocker + ", which is a link or a file and no folder here",
                    "Name what is meant by the folder it lies in.");
        }
    }
}
