package reel.cli.command;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import reel.app.Workspace;
import reel.app.look.ListFiles;
import reel.app.work.PathArguments;
import reel.cli.screen.JsonOut;
import reel.cli.screen.Quoting;
import reel.cli.screen.Screen;
import reel.cli.screen.Sizes;
import reel.history.tree.RepoPath;
import reel.history.tree.TreeEntry;
import reel.media.sniff.MediaType;

@Command(
        name = "ls-files",
        description = "List tracked files, or those of a commit.",
        footerHeading = "%nExamples:%n",
        footer = {"  reel ls-files", "  reel ls-files -l --type footage", "  reel ls-files --from v1 -s '*.mov'"})
final class LsFilesCommand implements Callable<Integer> {
    private final Screen screen;

    @Parameters(arity = "0..*", paramLabel = "<path>", description = "Only these.")
    List<String> paths = List.of();

    @Option(names = "--from", paramLabel = "<revision>", description = "Of this commit; the stage if not said.")
    @Nullable
    String revision;

    @Option(
            names = {"-l", "--long"},
            description = "With sizes.")
    boolean details;

    @Option(
            names = {"-s", "--stage"},
            description = "With mode and BLAKE3, as b3sum prints it.")
    boolean hashes;

    @Option(names = "--type", description = "With the type, told by content.")
    boolean types;

    @Option(names = "-z", description = "Names as they are, each ended by NUL.")
    boolean nul;

    LsFilesCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws IOException {
        try (Workspace workspace = Access.open(screen)) {
            ListFiles list = new ListFiles(
                    revision, PathArguments.of(workspace, revision).set(paths));
            if (screen.isJson()) {
                screen.json(json -> json.array(
                        "files",
                        array -> list.run(
                                workspace, (path, entry) -> array.object(one -> json(workspace, one, path, entry)))));
            } else {
                list.run(workspace, (path, entry) -> line(workspace, path, entry));
            }
            return 0;
        }
    }

    private void line(Workspace workspace, RepoPath path, TreeEntry entry) throws IOException {
        StringBuilder line = new StringBuilder();
        if (hashes) {
            line.append(mode(entry)).append(' ');
            line.append(
                    entry instanceof TreeEntry.File file
                            ? file.content().fileHash().toString()
                            : "-".repeat(64));
            line.append("  ");
        }
        if (details) {
            line.append(String.format("%9s  ", entry instanceof TreeEntry.Folder ? "-" : Sizes.bytes(size(entry))));
        }
        if (types) {
            MediaType type = type(workspace, path, entry);
            line.append(String.format("%-28s ", type == null ? kind(entry) : type.mime()));
        }
        if (nul) {
            screen.out().print(line.toString());
            byte[] name = path.toBytes();
            screen.out().write(name, 0, name.length);
            screen.out().write(new byte[1], 0, 1);
        } else {
            screen.line(line + Quoting.quote(path.toBytes()));
        }
    }

    private void json(Workspace workspace, JsonOut one, RepoPath path, TreeEntry entry) throws IOException {
        one.name("path", path.toBytes());
        one.put("kind", kind(entry));
        one.put("size", size(entry));
        if (entry instanceof TreeEntry.File file) {
            one.put("executable", file.executable());
            one.put("blake3", file.content().fileHash().toString());
            one.put("modified_nanos", file.mtimeNanos());
        }
        MediaType type = types ? type(workspace, path, entry) : null;
        if (type != null) {
            one.put("type", type.mime());
            one.put("family", type.family().name().toLowerCase(java.util.Locale.ROOT));
        }
    }

    private static @Nullable MediaType type(Workspace workspace, RepoPath path, TreeEntry entry) throws IOException {
        return entry instanceof TreeEntry.File file ? ListFiles.type(workspace, path, file.content()) : null;
    }

    private static long size(TreeEntry entry) {
        return switch (entry) {
            case TreeEntry.File file -> file.content().size();
            case TreeEntry.Link link -> link.target().length;
            case TreeEntry.Folder folder -> 0;
        };
    }

    private static String kind(TreeEntry entry) {
        return switch (entry) {
            case TreeEntry.File file -> "file";
            case TreeEntry.Link link -> "link";
            case TreeEntry.Folder folder -> "folder";
        };
    }

    private static String mode(TreeEntry entry) {
        return switch (entry) {
            case TreeEntry.File file -> file.executable() ? "100755" : "100644";
            case TreeEntry.Link link -> "120000";
            case TreeEntry.Folder folder -> "040000";
        };
    }
}
