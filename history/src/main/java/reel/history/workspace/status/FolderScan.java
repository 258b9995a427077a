package reel.history.workspace.status;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reel.history.tree.RepoPath;
import reel.history.workspace.FileStat;
import reel.history.workspace.PathSet;
import reel.history.workspace.Skipped;
import reel.history.workspace.WorkingFolder;
import reel.history.workspace.rules.IgnoreRules;
import reel.history.workspace.stage.Stage;
import reel.history.workspace.walk.Listing;
import reel.history.workspace.walk.Walk;

/// The stage against the disk by stats alone: each folder's sorted listing merged with its rows of the stage, many
/// folders at once. Untouched files cost a stat and a comparison of numbers.
public final class FolderScan {
    private final Stage stage;
    private final PathSet scope;
    private final boolean obeyIgnores;

    // Guarded by this.
    private final List<DiskChange> changes = new ArrayList<>();
    private final List<RepoPath> ignored = new ArrayList<>();
    private final List<Skipped> skipped = new ArrayList<>();
    private long clean;

    private FolderScan(Stage stage, PathSet scope, boolean obeyIgnores) {
        this.stage = stage;
        this.scope = scope;
        this.obeyIgnores = obeyIgnores;
    }

    /// What a scan found, each list in path order.
    ///
    /// @param clean   tracked entries in scope that are surely as the stage says
    /// @param ignored paths that rules exclude; what is below an ignored folder is not listed
    public record Found(List<DiskChange> changes, List<RepoPath> ignored, List<Skipped> skipped, long clean) {}

    /// @param obeyIgnores whether untracked names that rules exclude are left out; tracked ones never are
    public static Found run(WorkingFolder folder, Stage stage, PathSet scope, boolean obeyIgnores) throws IOException {
        FolderScan scan = new FolderScan(stage, scope, obeyIgnores);
        Rows all = new Rows(null, null, 0, stage.size(), IgnoreRules.NONE, false);
        Walk.run(folder.root(), all, scan.new FolderVisitor());
        return scan.found();
    }

    private synchronized Found found() {
        Collections.sort(changes);
        Collections.sort(ignored);
        Collections.sort(skipped);
        return new Found(changes, ignored, skipped, clean);
    }

    /// A folder's part of the stage.
    ///
    /// @param path    null at the root
    /// @param stat    the folder itself; null when an empty folder here would be no news
    /// @param from    first of its rows; @param to behind the last
    /// @param ignored whether untracked names here are ignored whatever the rules say
    private record Rows(
            @Nullable RepoPath path, @Nullable FileStat stat, int from, int to, IgnoreRules rules, boolean ignored) {
        RepoPath child(byte[] name) {
            return path == null ? RepoPath.ofName(name) : path.child(name);
        }
    }

    private final class FolderVisitor implements Walk.Visitor<Rows> {
        @Override
        public void visit(Listing listing, Rows rows, Walk.Below<Rows> below) throws IOException {
            new FolderMerge(rows, below).run(listing);
        }

        @Override
        public void unreadable(Path folder, Rows rows, String reason) throws IOException {
            if (rows.path == null) {
                throw new reel.stream.Refused(folder.toString(), "the workspace cannot be read: " + reason);
            }
            synchronized (FolderScan.this) {
                skipped.add(new Skipped(rows.path, reason));
            }
        }
    }

    /// One folder being merged; its findings are handed over together at the end.
    private final class FolderMerge {
        private final Rows rows;
        private final int depth;
        private final Walk.Below<Rows> below;
        private final List<DiskChange> changes = new ArrayList<>();
        private final List<RepoPath> ignored = new ArrayList<>();
        private final List<Skipped> skipped = new ArrayList<>();
        private long clean;
        private IgnoreRules rules;

        FolderMerge(Rows rows, Walk.Below<Rows> below) {
            this.rows = rows;
            this.depth = rows.path == null ? 0 : rows.path.length() + 1;
            this.below = below;
            this.rules = rows.rules;
        }

        void run(Listing listing) throws IOException {
            readRules(listing);
            int row = rows.from;
            for (Listing.Name name : listing.names()) {
                while (row < rows.to && stage.compareChild(row, depth, name.bytes()) < 0) {
                    int next = stage.nextChild(row, depth, rows.to);
                    gone(row, next);
                    row = next;
                }
                if (row < rows.to && stage.compareChild(row, depth, name.bytes()) == 0) {
                    int next = stage.nextChild(row, depth, rows.to);
                    tracked(name, row, next);
                    row = next;
                } else {
                    untracked(name);
                }
            }
            gone(row, rows.to);
            RepoPath path = rows.path;
            if (listing.names().isEmpty() && path != null && rows.stat != null && !rows.ignored) {
                report(path, DiskChange.Kind.UNTRACKED, -1, rows.stat);
            }
            handOver();
        }

        private void readRules(Listing listing) throws IOException {
            if (!obeyIgnores) {
                return;
            }
            for (Listing.Name name : listing.names()) {
                if (name.bytes().length == IgnoreRules.FILE.length()
                        && new String(name.bytes(), java.nio.charset.StandardCharsets.ISO_8859_1)
                                .equals(IgnoreRules.FILE)) {
                    rules = rules.and(name.path(), rows.path);
                }
            }
        }

        private void gone(int from, int to) {
            for (int row = from; row < to; row++) {
                report(stage.path(row), DiskChange.Kind.GONE, row, null);
            }
        }

        private void report(RepoPath path, DiskChange.Kind kind, int row, @Nullable FileStat stat) {
            if (scope.includes(path)) {
                changes.add(new DiskChange(path, kind, row, stat));
            }
        }

        private void tracked(Listing.Name name, int row, int next) {
            FileStat stat = name.stat();
            if (stat == null) {
                // Nothing is known of it, so nothing is said but that.
                skip(name, String.valueOf(name.problem()));
                return;
            }
            boolean itself = stage.isChildItself(row, depth);
            switch (stat.type()) {
                case FILE, LINK -> {
                    if (!itself) {
                        gone(row, next);
                        untracked(name);
                    } else if (stage.type(row) == FileStat.Type.FOLDER) {
                        gone(row, next);
                        untracked(name);
                    } else if (stage.isClean(row, stat)) {
                        clean += scope.isAll() || scope.includes(stage.path(row)) ? 1 : 0;
                    } else {
                        report(stage.path(row), DiskChange.Kind.SUSPECT, row, stat);
                    }
                }
                case FOLDER -> {
                    if (!itself) {
                        enter(name, stat, row, next);
                    } else if (stage.type(row) == FileStat.Type.FOLDER) {
                        clean++;
                        enter(name, null, next, next);
                    } else {
                        gone(row, next);
                        untracked(name);
                    }
                }
                case OTHER -> {
                    gone(row, next);
                    skip(name, "a socket, pipe or device");
                }
            }
        }

        private void untracked(Listing.Name name) {
            FileStat stat = name.stat();
            boolean isFolder = stat != null && stat.type() == FileStat.Type.FOLDER;
            RepoPath path = child(name);
            if (path == null || !scope.mayHold(path)) {
                return;
            }
            if (rows.ignored || (obeyIgnores && rules.ignores(path, isFolder))) {
                if (scope.includes(path) || scope.namesBelow(path)) {
                    ignored.add(path);
                }
            } else if (stat == null) {
                skip(name, String.valueOf(name.problem()));
            } else {
                switch (stat.type()) {
                    case FILE, LINK -> report(path, DiskChange.Kind.UNTRACKED, -1, stat);
                    case FOLDER -> below.enter(name.path(), new Rows(path, stat, 0, 0, rules, false));
                    case OTHER -> skip(name, "a socket, pipe or device");
                }
            }
        }

        /// The child's path; null, and skipped, where it would be too long to keep.
        private @Nullable RepoPath child(Listing.Name name) {
            try {
                return rows.child(name.bytes());
            } catch (IllegalArgumentException tooLong) {
                skipped.add(new Skipped(
                        rows.path == null ? RepoPath.of("?") : rows.path,
                        "a path in it is longer than " + RepoPath.MAX_BYTES + " bytes"));
                return null;
            }
        }

        /// Goes into a folder with tracked rows, even an ignored one: what is tracked stays tracked.
        private void enter(Listing.Name name, @Nullable FileStat stat, int from, int to) {
            RepoPath path = child(name);
            if (path != null && scope.mayHold(path)) {
                boolean nowIgnored = rows.ignored || (obeyIgnores && rules.ignores(path, true));
                below.enter(name.path(), new Rows(path, stat, from, to, rules, nowIgnored));
            }
        }

        private void skip(Listing.Name name, String reason) {
            RepoPath path = child(name);
            if (path != null && scope.includes(path)) {
                skipped.add(new Skipped(path, reason));
            }
        }

        private void handOver() {
            synchronized (FolderScan.this) {
                FolderScan.this.changes.addAll(changes);
                FolderScan.this.ignored.addAll(ignored);
                FolderScan.this.skipped.addAll(skipped);
                FolderScan.this.clean += clean;
            }
        }
    }
}
