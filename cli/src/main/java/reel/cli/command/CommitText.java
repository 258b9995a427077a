package reel.cli.command;

import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import reel.cli.screen.JsonOut;
import reel.cli.screen.Style;
import reel.history.commit.Commit;
import reel.history.commit.Signature;
import reel.history.op.Head;
import reel.history.op.Tag;
import reel.history.op.View;
import reel.stream.hash.Hash;

/// A commit as text and as JSON, with the names that stand on it.
final class CommitText {
    /// Digits of an id that people are shown: unique in any repository one can imagine.
    static final int BRIEF = 12;

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss xx", Locale.ROOT);

    private final View view;
    private final String workspace;
    private final Style style;

    CommitText(View view, String workspace, Style style) {
        this.view = view;
        this.workspace = workspace;
        this.style = style;
    }

    static String time(Signature signature) {
        return TIME.format(signature.when());
    }

    static String timeForMachines(Signature signature) {
        return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(signature.when());
    }

    /// `3fa8c1d20b7e (HEAD -> main, tag: v1) first cut`.
    String oneLine(Hash id, Commit commit) {
        return style.yellow(id.brief(BRIEF)) + names(id) + " " + commit.subject();
    }

    /// As `git log` prints it.
    List<String> full(Hash id, Commit commit) {
        List<String> lines = new ArrayList<>();
        lines.add(style.yellow("commit " + id) + names(id));
        if (commit.isMerge()) {
            List<String> parents =
                    commit.parents().stream().map(parent -> parent.brief(BRIEF)).toList();
            lines.add("Merge:  " + String.join(" ", parents));
        }
        lines.add("Author: " + commit.author().shown());
        if (!commit.author().name().equals(commit.committer().name())
                || !commit.author().email().equals(commit.committer().email())) {
            lines.add("Commit: " + commit.committer().shown());
        }
        lines.add("Date:   " + time(commit.author()));
        lines.add("");
        commit.message().lines().forEach(line -> lines.add(line.isEmpty() ? "" : "    " + line));
        return lines;
    }

    private String names(Hash id) {
        List<String> names = new ArrayList<>();
        Head head = view.head(workspace);
        if (head instanceof Head.Detached at && at.commit().equals(id)) {
            names.add(style.cyan("HEAD"));
        }
        for (Map.Entry<String, Hash> branch : view.branches().entrySet()) {
            if (branch.getValue().equals(id)) {
                boolean current =
                        head instanceof Head.OnBranch on && on.branch().equals(branch.getKey());
                names.add(
                        current ? style.cyan("HEAD -> ") + style.green(branch.getKey()) : style.green(branch.getKey()));
            }
        }
        for (Map.Entry<String, Tag> tag : view.tags().entrySet()) {
            if (tag.getValue().commit().equals(id)) {
                names.add(style.yellow("tag: " + tag.getKey()));
            }
        }
        return names.isEmpty() ? "" : " (" + String.join(", ", names) + ")";
    }

    /// The members of a commit object.
    void json(JsonOut json, Hash id, Commit commit) throws java.io.IOException {
        json.put("id", id.toString());
        json.put("tree", commit.tree().toString());
        json.array("parents", parents -> commit.parents().forEach(parent -> parents.add(parent.toString())));
        person(json, "author", commit.author());
        person(json, "committer", commit.committer());
        json.put("message", commit.message());
        json.array(
                "branches",
                branches -> view.branches().forEach((name, at) -> {
                    if (at.equals(id)) {
                        branches.add(name);
                    }
                }));
        json.array(
                "tags",
                tags -> view.tags().forEach((name, tag) -> {
                    if (tag.commit().equals(id)) {
                        tags.add(name);
                    }
                }));
    }

    static void person(JsonOut json, String name, Signature signature) throws java.io.IOException {
        json.object(
                name,
                person -> person.put("name", signature.name())
                        .put("email", signature.email())
                        .put("time", timeForMachines(signature)));
    }
}
