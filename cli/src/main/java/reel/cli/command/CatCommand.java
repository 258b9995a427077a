package reel.cli.command;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import reel.app.PathArguments;
import reel.app.Workspace;
import reel.app.look.ReadFile;
import reel.cli.screen.Output;
import reel.cli.screen.Screen;
import reel.history.tree.RepoPath;

@Command(
        name = "cat",
        description = "Write a file of a commit to stdout, every byte checked.",
        footerHeading = "%nExamples:%n",
        footer = {"  reel cat v1:footage/a001.mov > old.mov", "  reel cat --from HEAD~2 scene.json"})
final class CatCommand implements Callable<Integer> {
    private final Screen screen;

    @Parameters(paramLabel = "<revision:path>", description = "Which file; with --from, the path alone.")
    String name = "";

    @Option(names = "--from", paramLabel = "<revision>", description = "Of this commit.")
    @Nullable
    String revision;

    CatCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws IOException {
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
