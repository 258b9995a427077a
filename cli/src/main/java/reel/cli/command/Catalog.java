package reel.cli.command;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reel.cli.screen.Screen;
import reel.cli.transfer.CheckCommand;
import reel.cli.transfer.CopyCommand;
import reel.cli.transfer.DeleteCommand;
import reel.cli.transfer.LsCommand;
import reel.cli.transfer.MkdirCommand;
import reel.cli.transfer.MoveCommand;
import reel.cli.transfer.RemoteCommand;
import reel.cli.transfer.SizeCommand;
import reel.cli.transfer.SyncCommand;
import reel.cli.transfer.TreeCommand;
import reel.cli.video.VideoCommand;

/// The commands there are: name, purpose, and how to build one.
public final class Catalog {
    /// What a command is for, in the order of `reel --help`.
    public enum Group {
        START("Start"),
        CHANGE("Work on the current version"),
        LOOK("Look at versions"),
        BRANCH("Branch and go back"),
        KEEP("Keep it healthy"),
        PLACES("Move files between disks, servers and clouds"),
        VIDEO("Files as videos"),
        OTHER("Other");

        private final String title;

        Group(String title) {
            this.title = title;
        }

        String title() {
            return title;
        }
    }

    /// Builds the object that picocli fills and calls.
    @FunctionalInterface
    public interface Maker {
        Object make(Screen screen, Lines lines);
    }

    /// One command. @param summary one line for `reel --help`
    public record Entry(String name, Group group, String summary, Maker maker) {
        public Object make(Screen screen, Lines lines) {
            return maker.make(screen, lines);
        }
    }

    private static final List<Entry> ALL = List.of(
            of("init", Group.START, "Make a repository in a folder.", InitCommand::new),
            of("demo", Group.START, "Show the main job on a made-up film project.", DemoCommand::new),
            of("add", Group.CHANGE, "Stage new and changed files for the next commit.", AddCommand::new),
            of("rm", Group.CHANGE, "Stop tracking files and remove them.", RmCommand::new),
            of("mv", Group.CHANGE, "Move or rename tracked files and folders.", MvCommand::new),
            of("status", Group.CHANGE, "Show what is staged, changed and new.", StatusCommand::new),
            of("commit", Group.CHANGE, "Keep what is staged as a version.", CommitCommand::new),
            of("log", Group.LOOK, "Show the commits that led here.", LogCommand::new),
            of("show", Group.LOOK, "Show one commit and what it changed.", ShowCommand::new),
            of("diff", Group.LOOK, "Show what differs between commits, the stage and the disk.", DiffCommand::new),
            of("ls-files", Group.LOOK, "List tracked files, or those of a commit.", LsFilesCommand::new),
            of("cat", Group.LOOK, "Write a file of a commit, or of any place, to stdout.", CatCommand::new),
            of("stats", Group.LOOK, "Show which files and types cost what.", StatsCommand::new),
            of("branch", Group.BRANCH, "List, make, rename or remove branches.", BranchCommand::new),
            of("switch", Group.BRANCH, "Go to another branch.", SwitchCommand::new),
            of(
                    "checkout",
                    Group.BRANCH,
                    "Go to a branch or commit, or bring paths back from one.",
                    CheckoutCommand::new),
            of("restore", Group.BRANCH, "Bring files back from the stage or a commit.", RestoreCommand::new),
            of("reset", Group.BRANCH, "Move the current branch to another commit.", ResetCommand::new),
            of("merge", Group.BRANCH, "Join another branch's work into the current one.", MergeCommand::new),
            of("tag", Group.BRANCH, "List, make or remove tags.", TagCommand::new),
            of("undo", Group.BRANCH, "Take back the last operation, or one by its number.", UndoCommand::new),
            of("op", Group.BRANCH, "Look at the operation log, and go back to any point of it.", OpCommand::new),
            of("fsck", Group.KEEP, "Check that everything stored is whole.", FsckCommand::new),
            of("repair", Group.KEEP, "Bring back what is damaged or lost.", RepairCommand::new),
            of("scrub", Group.KEEP, "Read a share of everything stored, and heal it.", ScrubCommand::new),
            of("parity", Group.KEEP, "Make the symbols that heal what is stored.", ParityCommand::new),
            of("gc", Group.KEEP, "Free the space of what nothing refers to any more.", GcCommand::new),
            of("optimize", Group.KEEP, "Make the newest versions read fast, in less space.", OptimizeCommand::new),
            of("protect", Group.KEEP, "Keep a file as symbols that survive losses.", ProtectCommand::new),
            of(
                    "recover",
                    Group.KEEP,
                    "Bring a protected file back from the symbols that are left.",
                    RecoverCommand::new),
            of("key", Group.KEEP, "Say who can open an encrypted repository.", KeyCommand::new),
            of("copy", Group.PLACES, "Copy files and folders between any two places.", CopyCommand::new),
            of("sync", Group.PLACES, "Make a folder like another.", SyncCommand::new),
            of("move", Group.PLACES, "Copy, then remove at the source.", MoveCommand::new),
            of("check", Group.PLACES, "Compare two places, and change nothing.", CheckCommand::new),
            of("ls", Group.PLACES, "List a folder anywhere.", LsCommand::new),
            of("tree", Group.PLACES, "Draw the tree of a folder anywhere.", TreeCommand::new),
            of("size", Group.PLACES, "Count files and bytes below a place.", SizeCommand::new),
            of("mkdir", Group.PLACES, "Make a folder anywhere.", MkdirCommand::new),
            of("delete", Group.PLACES, "Delete files or trees anywhere.", DeleteCommand::new),
            of("remote", Group.PLACES, "Give servers and clouds short names.", RemoteCommand::new),
            of("video", Group.VIDEO, "Turn any file into a video, and back.", VideoCommand::line),
            of("config", Group.OTHER, "Read and change settings.", ConfigCommand::new),
            of("version", Group.OTHER, "Print the version and what this machine offers.", VersionCommand::new),
            new Entry("help", Group.OTHER, "Explain a command or a topic.", HelpCommand::new),
            new Entry("completion", Group.OTHER, "Print a completion script for a shell.", CompletionCommand::new));

    private static Entry of(String name, Group group, String summary, Function<Screen, Object> maker) {
        return new Entry(name, group, summary, (screen, lines) -> maker.apply(screen));
    }

    private Catalog() {}

    public static List<Entry> all() {
        return ALL;
    }

    public static List<String> names() {
        return ALL.stream().map(Entry::name).toList();
    }

    public static @Nullable Entry find(String name) {
        for (Entry entry : ALL) {
            if (entry.name().equals(name)) {
                return entry;
            }
        }
        return null;
    }
}
