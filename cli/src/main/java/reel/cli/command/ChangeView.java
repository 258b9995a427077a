package reel.cli.command;

import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Option;
import reel.app.Workspace;
import reel.app.look.DiffVersions;
import reel.app.look.FileChange;
import reel.cli.screen.Quoting;
import reel.cli.screen.Screen;

/// How much of each change is shown.
final class ChangeView {
    @Option(names = "--stat", description = "One line a file: sizes, new and gone bytes.")
    boolean stat;

    @Option(names = "--name-only", description = "Only the paths.")
    boolean nameOnly;

    @Option(names = "--name-status", description = "Only the paths and how they differ.")
    boolean nameStatus;

    /// @param context lines around each change of a text
    void print(Workspace workspace, DiffVersions diff, List<FileChange> changes, Screen screen, int context)
            throws IOException {
        if (nameOnly) {
            changes.forEach(change -> screen.line(Quoting.quote(change.path().toBytes())));
        } else if (nameStatus) {
            changes.forEach(change -> screen.line(change.kind().letter() + "\t"
                    + (change.from() == null ? "" : Quoting.quote(change.from().toBytes()) + "\t")
                    + Quoting.quote(change.path().toBytes())));
        } else if (stat) {
            ChangeText.stat(ChangeText.measured(diff, changes), screen).forEach(screen::line);
        } else {
            DiffText text = new DiffText(workspace, diff, screen, context);
            for (FileChange change : changes) {
                text.print(change);
            }
        }
    }
}
