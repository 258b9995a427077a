package reel.cli.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import reel.app.Workspace;
import reel.app.work.CommitStage;
import reel.app.work.PathArguments;
import reel.cli.screen.Editor;
import reel.cli.screen.ExitCode;
import reel.cli.screen.Screen;
import reel.cli.screen.Sizes;
import reel.cli.screen.Times;
import reel.history.commit.Signature;
import reel.history.workspace.PathSet;
import reel.history.workspace.conflict.PendingMerge;
import reel.stream.Refused;
import reel.stream.hash.Hash;

@Command(
        name = "commit",
        description = "Keep what is staged, or these paths, as a version.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  reel commit -m \"first cut\"",
            "  reel commit     write the message in $REEL_EDITOR, $VISUAL or $EDITOR",
            "  reel commit -a -m \"new grade\"     stage all changes of tracked files first",
            "  reel commit -A -m \"shoot day 4\"     stage everything first, new files too",
            "  reel commit -m \"regraded\" a001.mov     this file alone, as it is on disk",
            "  reel commit --amend -m \"better words\""
        })
final class CommitCommand implements Callable<Integer> {
    private static final int MAX_MESSAGE_BYTES = 1 << 20;
    private static final Pattern PERSON = Pattern.compile("\\s*([^<>]+?)\\s*<([^<>]*)>\\s*");

    private final Screen screen;

    @Option(
            names = {"-m", "--message"},
            paramLabel = "<text>",
            description = "What changed; several make paragraphs.")
    List<String> messages = new ArrayList<>();

    @Option(
            names = {"-F", "--file"},
            paramLabel = "<file>",
            description = "Read the message from a file; - is stdin.")
    @Nullable
    String file;

    @Option(
            names = {"-a", "--all"},
            description = "Stage changes and removals of all tracked files first.")
    boolean all;

    @Option(
            names = {"-A", "--addremove"},
            description = "Stage everything first, new files too.")
    boolean everything;

    @Option(names = "--amend", description = "Take the place of the last commit.")
    boolean amend;

    @Option(names = "--no-edit", description = "With --amend: keep the message, open no editor.")
    boolean noEdit;

    @Option(names = "--allow-empty", description = "Even if nothing changed.")
    boolean allowEmpty;

    @Option(names = "--author", paramLabel = "<who>", description = "In the form 'Name <address>'.")
    @Nullable
    String author;

    @Option(names = "--date", paramLabel = "<time>", description = "When the author made it.")
    @Nullable
    String date;

    @Parameters(
            paramLabel = "<path>",
            arity = "0..*",
            description = "Only these, as they are on disk: files, folders or patterns. With -A new files too.")
    List<String> paths = new ArrayList<>();

    CommitCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws IOException {
        String message = message();
        try (Workspace workspace = Access.open(screen)) {
            PathSet scope = new PathArguments(workspace).set(paths);
            MessageEditor editor = message == null ? editor(workspace) : null;
            if (editor != null) {
                message = editor.ask(amend ? amended(workspace) : "", scope, all, everything);
            }
            CommitStage.Committed made;
            try (ProgressLine progress = ProgressLine.open(screen, "Adding")) {
                made = new CommitStage(message, scope, first(), amend, allowEmpty, author(workspace), progress)
                        .run(workspace);
            }
            if (editor != null) {
                editor.done();
            }
            ChangeText.warn(screen, made.skipped());
            if (screen.isJson()) {
                screen.json(json -> {
                    json.put("id", made.id().toString());
                    json.put("on", made.shown());
                    json.put("changed", made.changes().size());
                    json.put("message", made.commit().message());
                });
            } else {
                screen.say("[" + (made.shown().length() == Hash.HEX_CHARS ? "no branch" : made.shown()) + " "
                        + made.id().brief(CommitText.BRIEF) + "] "
                        + made.commit().subject() + " ("
                        + Sizes.count(made.changes().size(), "path") + " changed)");
            }
            return made.skipped().isEmpty() ? 0 : ExitCode.DIFFERENT.number();
        }
    }

    /// Where to write the message; null where none is wanted: a merge brings its own.
    private @Nullable MessageEditor editor(Workspace workspace) throws IOException {
        Editor editor = noEdit || screen.isJson() ? null : Editor.of(screen.around());
        boolean merging = PendingMerge.read(workspace.folder()) != null;
        return editor == null || merging ? null : new MessageEditor(editor, workspace);
    }

    private static String amended(Workspace workspace) throws IOException {
        Hash head = workspace.revisions().head();
        return head == null ? "" : workspace.repository().commits().read(head).message();
    }

    /// The whole folder as paths is all that is tracked.
    private CommitStage.First first() {
        boolean tracked = all || !paths.isEmpty();
        return everything
                ? CommitStage.First.EVERYTHING
                : tracked ? CommitStage.First.TRACKED : CommitStage.First.NOTHING;
    }

    private @Nullable String message() throws IOException {
        if (!messages.isEmpty()) {
            return String.join("\n\n", messages);
        }
        if (file == null) {
            return null;
        }
        byte[] bytes;
        if (file.equals("-")) {
            bytes = screen.around().in().readNBytes(MAX_MESSAGE_BYTES + 1);
        } else {
            try (java.io.InputStream in = Files.newInputStream(screen.folder().resolve(file))) {
                bytes = in.readNBytes(MAX_MESSAGE_BYTES + 1);
            }
        }
        if (bytes.length > MAX_MESSAGE_BYTES) {
            throw new Refused(file, "longer than a message may be (1 MiB)", "Shorten it.");
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private @Nullable Signature author(Workspace workspace) throws IOException {
        if (author == null && date == null) {
            return null;
        }
        Signature me = workspace.signature();
        String name = me.name();
        String email = me.email();
        if (author != null) {
            Matcher person = PERSON.matcher(author);
            if (!person.matches()) {
                throw new Refused("author '" + author + "'", "not in the form 'Name <address>'");
            }
            name = person.group(1);
            email = person.group(2);
        }
        OffsetDateTime when = date == null ? me.when() : Times.parse(date);
        try {
            return Signature.of(name, email, when);
        } catch (IllegalArgumentException unusable) {
            throw new Refused("author", String.valueOf(unusable.getMessage()));
        }
    }
}
