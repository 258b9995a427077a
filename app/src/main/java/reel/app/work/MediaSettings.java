package reel.app.work;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import reel.app.Workspace;
import reel.history.manifest.FileSettings;
import reel.history.tree.RepoPath;
import reel.history.workspace.add.SettingsChooser;
import reel.history.workspace.rules.Attributes;
import reel.media.cuts.MediaCuts;
import reel.media.sniff.Sniffer;
import reel.stream.RandomReader;
import reel.stream.chunk.ChunkProfile;
import reel.stream.chunk.Chunker;
import reel.stream.chunk.CutHints;
import reel.stream.seal.Compressibility;

/// How each file is cut and sealed: its attributes first, then its type, then what the repository was born with.
public final class MediaSettings implements SettingsChooser {
    private static final CutHints CUTS = new MediaCuts();

    private final ChunkProfile standard;
    private final Map<ChunkProfile, Chunker> chunkers = new ConcurrentHashMap<>();

    private MediaSettings(ChunkProfile standard) {
        this.standard = standard;
    }

    public static MediaSettings of(Workspace workspace) {
        return new MediaSettings(workspace.chunking());
    }

    /// For text a program made, such as the result of a merge.
    FileSettings forText() {
        return new FileSettings(chunker(standard), CutHints.NONE, Compressibility.LIKELY);
    }

    private Chunker chunker(ChunkProfile profile) {
        return chunkers.computeIfAbsent(profile, ChunkProfile::chunker);
    }

    @Override
    public FileSettings choose(RepoPath path, RandomReader file, Attributes attributes) throws IOException {
        ChunkProfile asked = attributes.chunking();
        ChunkProfile profile = asked == null ? standard : asked;
        // Fixed chunks are asked for by those who want every cut at a multiple.
        CutHints hints = profile.algorithm() == ChunkProfile.Algorithm.FIXED ? CutHints.NONE : CUTS;
        Compressibility compression = attributes.compression();
        Compressibility hint = compression != null ? compression : Sniffer.compressibility(file, path.toString());
        return new FileSettings(chunker(profile), hints, hint);
    }
}
