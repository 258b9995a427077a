package reel.cli.command;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import reel.app.Workspace;
import reel.app.branch.Tags;
import reel.cli.screen.Screen;
import reel.cli.screen.Usage;
import reel.history.op.Tag;
import reel.stream.hash.Hash;

@Command(
        name = "tag",
        description = "List, make or remove tags: names for commits that do not move.",
        footerHeading = "%nExamples:%n",
        footer = {"  reel tag", "  reel tag v1 -m \"first cut\"", "  reel tag approved grade~2", "  reel tag -d v1"})
final class TagCommand implements Callable<Integer> {
    private final Screen screen;

    @Parameters(arity = "0..*", paramLabel = "<name>", description = "A new tag and its commit; HEAD if not said.")
    List<String> names = List.of();

    @Option(
            names = {"-m", "--message"},
            paramLabel = "<text>",
            description = "What the tag says.")
    @Nullable
    String message;

    @Option(
            names = {"-d", "--delete"},
            description = "Remove.")
    boolean delete;

    @Option(
            names = {"-f", "--force"},
            description = "Move a tag that exists.")
    boolean force;

    TagCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws IOException {
        try (Workspace workspace = Access.open(screen)) {
            Tags tags = new Tags(workspace);
            if (delete) {
                if (names.isEmpty()) {
                    throw new Usage("say which tag to remove");
                }
                for (String name : names) {
                    tags.delete(name);
                    screen.say("Removed tag " + name);
                }
            } else if (!names.isEmpty()) {
                if (names.size() > 2) {
                    throw new Usage("say one name and its commit");
                }
                String revision = names.size() == 2 ? names.get(1) : "HEAD";
                Hash commit = tags.create(names.getFirst(), revision, message == null ? "" : message, force);
                screen.say("Tagged " + commit.brief(CommitText.BRIEF) + " as " + names.getFirst());
            } else {
                list(tags.list());
            }
            return 0;
        }
    }

    private void list(SortedMap<String, Tag> tags) throws IOException {
        if (screen.isJson()) {
            screen.json(json -> json.array("tags", array -> {
                for (Map.Entry<String, Tag> tag : tags.entrySet()) {
                    array.object(one -> {
                        one.put("name", tag.getKey());
                        one.put("commit", tag.getValue().commit().toString());
                        one.put("message", tag.getValue().message());
                        CommitText.person(one, "tagger", tag.getValue().tagger());
                    });
                }
            }));
            return;
        }
        int width = tags.keySet().stream().mapToInt(String::length).max().orElse(0);
        tags.forEach((name, tag) -> screen.line((name
                        + " ".repeat(width - name.length() + 2)
                        + tag.message().lines().findFirst().orElse(""))
                .stripTrailing()));
    }
}
