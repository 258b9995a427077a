package reel.cli.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import reel.app.InitRepository;
import reel.cli.screen.Screen;
import reel.cli.screen.Usage;
import reel.store.keys.Argon2Cost;
import reel.store.keys.Recipient;
import reel.stream.Refused;

@Command(
        name = "init",
        description = "Make a repository in a folder.",
        footerHeading = "%nExamples:%n",
        footer = {"  reel init", "  reel init --chunking video ~/footage", "  reel init --encrypt"})
final class InitCommand implements Callable<Integer> {
    private final Screen screen;

    @Parameters(arity = "0..1", paramLabel = "<folder>", description = "Where; the current folder if not said.")
    @Nullable
    Path folder;

    @Option(
            names = {"-b", "--initial-branch"},
            paramLabel = "<name>",
            description = "Name of the first branch; main if not said.")
    @Nullable
    String branch;

    @Option(
            names = "--chunking",
            paramLabel = "<preset>",
            description = "How files are cut, fixed at birth: balanced, video, project, small, or in full.")
    @Nullable
    String chunking;

    @Option(
            names = "--encrypt",
            description = "Encrypt everything stored. Asks for a passphrase, or reads it from REEL_PASSPHRASE_FILE.")
    boolean encrypt;

    @Option(
            names = "--recipient",
            paramLabel = "<recipient>",
            description = "With --encrypt: whoever has this identity opens it, instead of a passphrase.")
    @Nullable
    String recipient;

    @Option(
            names = "--label",
            paramLabel = "<text>",
            defaultValue = "",
            description = "With --encrypt: whose the first key is.")
    String label = "";

    InitCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws IOException {
        Path where = folder == null
                ? screen.folder()
                : screen.folder().resolve(folder).normalize();
        InitRepository.Made made = new InitRepository(where, branch, chunking, firstKey()).run(Access.caller(screen));
        if (screen.isJson()) {
            screen.json(json -> json.put("folder", made.root().toString())
                    .put("branch", made.branch())
                    .put("chunking", made.chunking())
                    .put("repository_id", made.repositoryId())
                    .put("encrypted", encrypt));
        } else {
            screen.say("Made a repository in " + made.root() + " (branch " + made.branch() + ", chunking "
                    + made.chunking() + (encrypt ? ", encrypted)" : ")"));
            if (encrypt) {
                screen.say("Without its passphrase or identity nobody can ever read it: keep it well, or add another"
                        + " with `reel key add`.");
            }
        }
        return 0;
    }

    private InitRepository.@Nullable FirstKey firstKey() throws Refused {
        if (!encrypt) {
            if (recipient != null || !label.isEmpty()) {
                throw new Usage("--recipient and --label go with --encrypt");
            }
            return null;
        }
        Recipient who = recipient == null ? null : Recipient.parse(recipient);
        return new InitRepository.FirstKey(who, label, Argon2Cost.DEFAULT);
    }
}
