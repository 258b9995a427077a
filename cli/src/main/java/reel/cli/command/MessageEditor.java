package reel.cli.command;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import reel.app.Workspace;
import reel.app.work.ReadStatus;
import reel.cli.screen.Editor;
import reel.cli.screen.Quoting;
import reel.history.workspace.PathSet;
import reel.history.workspace.status.Status;
import reel.stream.Refused;

/// The message of a commit, written in the user's editor. What was written stays in a file until the commit is made.
final class MessageEditor {
    private static final String FILE = "message.txt";
    private static final int MOST_PATHS = 200;

    private final Editor editor;
    private final Workspace workspace;
    private final Path file;

    MessageEditor(Editor editor, Workspace workspace) {
        this.editor = editor;
        this.workspace = workspace;
        this.file = workspace.folder().meta().resolve(FILE);
    }

    /// Opens the editor on `before` and, as remarks, what will be committed.
    ///
    /// @param scope      what is committed
    /// @param all        changes of tracked files are staged first
    /// @param everything and new files
    String ask(String before, PathSet scope, boolean all, boolean everything) throws IOException {
        ReadStatus.Report report = new ReadStatus(scope).run(workspace);
        List<String> lines =
                new ArrayList<>(before.isBlank() ? List.of("") : before.lines().toList());
        lines.add("");
        lines.add("# Say what changed. Lines that begin with # are left out; without a message there is no commit.");
        lines.add("#");
        lines.add("# On " + report.head().shown() + ", to be committed:");
        List<String> paths = paths(report.status(), all || everything || !scope.isAll(), everything);
        paths.stream().limit(MOST_PATHS).forEach(path -> lines.add("#   " + path));
        if (paths.size() > MOST_PATHS) {
            lines.add("#   and " + (paths.size() - MOST_PATHS) + " more");
        } else if (paths.isEmpty()) {
            lines.add("#   nothing new");
        }
        Files.write(file, lines);
        editor.open(file);
        String message = written();
        if (message.isEmpty()) {
            done();
            throw new Refused("commit", "the message is empty", "Nothing was committed.");
        }
        return message;
    }

    /// The commit is made.
    void done() throws IOException {
        Files.deleteIfExists(file);
    }

    private String written() throws IOException {
        try {
            return Editor.written(file);
        } catch (CharacterCodingException otherText) {
            throw new Refused(file.toString(), "is not UTF-8 text", "Let the editor save it as UTF-8.", otherText);
        }
    }

    private static List<String> paths(Status status, boolean tracked, boolean fresh) {
        List<String> paths = new ArrayList<>();
        status.staged().forEach(change -> paths.add(StatusCommand.word(change) + StatusCommand.show(change)));
        if (tracked) {
            status.unstaged().forEach(change -> paths.add(StatusCommand.word(change) + StatusCommand.show(change)));
        }
        if (fresh) {
            status.untracked().forEach(path -> paths.add("new:        " + Quoting.quote(path.toBytes())));
        }
        return paths;
    }
}
