package reel.cli.command;

import java.io.IOException;
import reel.app.work.SwitchHead;
import reel.cli.screen.JsonOut;
import reel.cli.screen.Screen;
import reel.cli.screen.Sizes;
import reel.history.op.Head;
import reel.history.workspace.checkout.CheckoutResult;

/// What a command that writes files tells of it.
final class SwitchText {
    private SwitchText() {}

    static void print(Screen screen, SwitchHead.Switched switched) throws IOException {
        if (screen.isJson()) {
            screen.json(json -> {
                json.put("branch", switched.head() instanceof Head.OnBranch on ? on.branch() : null);
                json.put(
                        "commit",
                        switched.commit() == null ? null : switched.commit().toString());
                files(json, switched.files());
            });
            return;
        }
        String where = switched.head() instanceof Head.OnBranch on
                ? "On branch " + on.branch()
                : "On commit " + switched.head().shown().substring(0, CommitText.BRIEF)
                        + " (no branch; `reel switch -c <name>` makes one)";
        screen.say(where + files(switched.files()));
    }

    static void print(Screen screen, CheckoutResult files) throws IOException {
        if (screen.isJson()) {
            screen.json(json -> files(json, files));
        } else {
            String text = files(files);
            screen.say(text.isEmpty() ? "Nothing to change" : "Done" + text);
        }
    }

    static String files(CheckoutResult files) {
        return files.written() == 0 && files.removed() == 0
                ? ""
                : ": " + Sizes.count(files.written(), "path") + " written (" + Sizes.bytes(files.bytes()) + "), "
                        + files.removed() + " removed";
    }

    static void files(JsonOut json, CheckoutResult files) {
        json.put("written", files.written());
        json.put("removed", files.removed());
        json.put("written_bytes", files.bytes());
    }
}
