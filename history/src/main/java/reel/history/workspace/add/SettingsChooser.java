package reel.history.workspace.add;

import java.io.IOException;
import reel.history.manifest.FileSettings;
import reel.history.tree.RepoPath;
import reel.history.workspace.rules.Attributes;
import reel.stream.RandomReader;

/// Decides how one file is cut and sealed, from its attributes, its name and its bytes. Called by many threads.
@FunctionalInterface
public interface SettingsChooser {
    FileSettings choose(RepoPath path, RandomReader file, Attributes attributes) throws IOException;
}
