package reel.cli.command;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import reel.app.Workspace;
import reel.app.look.ReadFile;
import reel.app.work.PathArguments;
import reel.cli.screen.Output;
import reel.cli.screen.Screen;
import reel.cli.transfer.PlaceCat;
import reel.history.tree.RepoPath;
import reel.stream.Missing;
import reel.stream.Refused;
import reel.stream.hash.Hash;

@Command(
        name = "cat",
        description = "Write a file of a commit to stdout, every byte checked; or a file of any other place.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  reel cat v1:footage/a001.mov > old.mov",
            "  reel cat --from HEAD~2 scene.json",
            "  reel cat nas:/projects/notes.txt",
            "",
            "In a repository a path is one of its files, as committed. An address, a remote in",
            "front, or standing outside of any repository means the file itself."
        })
final class CatCommand implements Callable<Integer> {
    private final Screen screen;

    @Parameters(
            paramLabel = "<revision:path>",
            description = "Which file; with --from, the path alone. Or <remote>:path, scheme://…")
    String name = "";

    @Option(names = "--from", paramLabel = "<revision>", description = "Of this commit.")
    @Nullable
    String revision;

    CatCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws IOException {
        if (revision == null && isElsewhere()) {
            return PlaceCat.run(screen, name);
        }
        try (Workspace workspace = Access.open(screen)) {
            int colon = name.indexOf(':', name.startsWith("op:") ? 3 : 0);
            boolean split = revision == null && colon > 0;
            String from = split ? name.substring(0, colon) : revision == null ? "HEAD" : revision;
            RepoPath path = split
                    ? new PathArguments(workspace).inRevision(name.substring(colon + 1))
                    : new PathArguments(workspace).path(name);
            new ReadFile(from, path).run(workspace, new ToOutput(screen.out()));
            return 0;
        }
    }

    /// Outside of a repository every word is a place. Inside, an address or a remote's name is; [Refused] where a
    /// remote and a revision have the same name.
    private boolean isElsewhere() throws IOException {
        if (Workspace.find(screen.folder()) == null) {
            return true;
        }
        if (!PlaceCat.isElsewhere(screen, name)) {
            return false;
        }
        int colon = name.indexOf(':');
        if (name.startsWith("://", colon)) {
            return true;
        }
        String word = name.substring(0, colon);
        try (Workspace workspace = Access.open(screen)) {
            Hash both = workspace.revisions().resolve(word);
            throw new Refused(
                    "'" + word + "'",
                    "is a remote and a revision (" + both.brief(CommitText.BRIEF) + ")",
                    "Write `reel cat --from " + word + " <path>` for the version, or the remote's address.");
        } catch (Missing noRevision) {
            return true;
        }
    }

    /// Bytes as they come; what the last check refuses has been written by then, and the exit code says so.
    private record ToOutput(Output out) implements ReadFile.Sink {
        private static final int PIECE_BYTES = 1 << 20;

        @Override
        public void write(long offset, MemorySegment bytes) {
            byte[] piece = new byte[(int) Math.min(PIECE_BYTES, bytes.byteSize())];
            for (long at = 0; at < bytes.byteSize(); at += piece.length) {
                int length = (int) Math.min(piece.length, bytes.byteSize() - at);
                MemorySegment.copy(bytes, ValueLayout.JAVA_BYTE, at, piece, 0, length);
                out.write(piece, 0, length);
            }
        }

        @Override
        public void target(byte[] text) {
            out.write(text, 0, text.length);
        }
    }
}
