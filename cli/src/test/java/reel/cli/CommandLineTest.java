package reel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import reel.cli.command.Catalog;
import reel.cli.screen.ExitCode;

/// Help, mistakes and the frame around every command.
final class CommandLineTest {
    @TempDir
    Path folder;

    static List<String> commands() {
        return Catalog.names();
    }

    @Test
    void root_withoutArguments_listsEveryCommand() {
        Reel.Result bare = Reel.in(folder).ok();
        Reel.Result help = Reel.in(folder).ok("--help");
        assertThat(bare.out()).isEqualTo(help.out());
        assertThat(bare.out()).startsWith("reel keeps every version of huge media");
        for (Catalog.Entry entry : Catalog.all()) {
            assertThat(bare.out()).contains("  " + entry.name() + " ").contains(entry.summary());
        }
    }

    @ParameterizedTest
    @MethodSource("commands")
    void help_ofEveryCommand_hasUsageAndExamples(String command) {
        Reel.Result help = Reel.in(folder).ok(command, "--help");
        assertThat(help.out()).startsWith("Usage: reel " + command).contains("Examples:", "reel " + command, "--json");
        assertThat(help.err()).isEmpty();
        assertThat(Reel.in(folder).ok("help", command).out()).isEqualTo(help.out());
    }

    @ParameterizedTest
    @ValueSource(strings = {"protect encode", "remote add", "key list", "video calibrate make"})
    void help_ofACommandBelowAnother_isItsOwn(String path) {
        String own = Reel.in(folder).ok((path + " --help").split(" ")).out();
        assertThat(own).startsWith("Usage: reel " + path);
        assertThat(Reel.in(folder).ok(("help " + path).split(" ")).out()).isEqualTo(own);
    }

    @Test
    void help_ofNothing_isGuessed() {
        Reel.Result below = Reel.in(folder).run("help", "protect", "encoed");
        assertThat(below.exit()).isEqualTo(ExitCode.MISSING.number());
        assertThat(below.err()).contains("'protect encoed'", "Did you mean `reel help protect encode`?");
        assertThat(Reel.in(folder).run("help", "add", "quickly").err()).contains("'add quickly'", "`reel add --help`");
    }

    @Test
    void help_ofSwitch_isAsWritten() {
        assertThat(Reel.in(folder).ok("help", "switch").out()).startsWith("""
                Usage: reel switch [OPTIONS] [<branch>]
                Go to another branch.
                """);
    }

    @Test
    void help_ofExitCodes_isWhatTheDocumentSays() throws Exception {
        String topic = Reel.in(folder).ok("help", "exit-codes").out();
        Path here = Path.of("docs", "exit-codes.md");
        String document =
                Files.readString(Files.exists(here) ? here : Path.of("..").resolve(here));
        for (ExitCode code : ExitCode.values()) {
            assertThat(topic).contains(code.meaning());
            assertThat(document).contains("| " + code.number() + " | `" + code.word() + "` | " + code.meaning() + " |");
        }
    }

    @ParameterizedTest
    @CsvSource({"comit,commit", "stauts,status", "swich,switch", "brnach,branch", "checkot,checkout", "vers,version"})
    void command_misspelled_isGuessed(String typed, String meant) {
        Reel.Result result = Reel.in(folder).run(typed);
        assertThat(result.exit()).isEqualTo(ExitCode.USAGE.number());
        assertThat(result.err())
                .isEqualTo("reel: error: '" + typed + "' is not a reel command\nhint: Did you mean `reel " + meant
                        + "`?\n");
        assertThat(result.out()).isEmpty();
    }

    @Test
    void option_misspelled_isGuessed() {
        Reel.Result result = Reel.in(folder).run("commit", "--amand");
        assertThat(result.exit()).isEqualTo(2);
        assertThat(result.err()).contains("Unknown option: '--amand'").contains("--amend");
    }

    @ParameterizedTest
    @CsvSource({"add", "merge", "checkout", "switch", "config", "op", "branch -d", "restore"})
    void command_withoutWhatItNeeds_isUsageError(String line) {
        Reel reel = Reel.in(folder);
        reel.ok("init");
        Reel.Result result = reel.run(line.split(" "));
        assertThat(result.exit()).isEqualTo(2);
        assertThat(result.err()).startsWith("reel: error: ").contains("hint: ").doesNotContain("\tat ");
    }

    @ParameterizedTest
    @CsvSource({"status", "log", "add .", "commit -m x", "diff", "branch", "gc", "fsck", "stats", "undo", "op log"})
    void command_outsideARepository_saysSo(String line) {
        Reel.Result result = Reel.in(folder).run(line.split(" "));
        assertThat(result.exit()).isEqualTo(ExitCode.MISSING.number());
        assertThat(result.err())
                .isEqualTo("reel: error: " + folder + ": not a reel repository (nor is any folder above it)\n"
                        + "hint: Run `reel init` to make one here, or use -C <folder>.\n");
    }

    @Test
    void error_withJson_isAnObjectOnStderr() {
        Reel.Result result = Reel.in(folder).run("--json", "status");
        assertThat(result.exit()).isEqualTo(3);
        assertThat(result.out()).isEmpty();
        assertThat(result.errJson().at("/error/kind").asString()).isEqualTo("missing");
        assertThat(result.errJson().at("/error/exit_code").asInt()).isEqualTo(3);
        assertThat(result.errJson().at("/error/message").asString()).contains("not a reel repository");
    }

    @Test
    void error_withVerbose_hasItsTrace() {
        assertThat(Reel.in(folder).run("--verbose", "status").err()).contains("\tat reel.app.Workspace.open");
    }

    @Test
    void version_everyWay_isTheSame() {
        Reel reel = Reel.in(folder);
        assertThat(reel.ok("version").out())
                .isEqualTo(reel.ok("--version").out())
                .matches("reel \\d+\\.\\d+\\.\\d+.*\n");
        assertThat(reel.json("version").get("java").asString()).startsWith("25");
    }

    @Test
    void folder_option_worksBeforeAndAfterTheCommand() throws Exception {
        Path other = Files.createDirectories(folder.resolve("a/b"));
        Reel.in(folder).ok("-C", "a/b", "init");
        assertThat(other.resolve(".reel")).isDirectory();
        assertThat(Reel.in(folder).ok("status", "-C", "a/b").out()).contains("On branch main");
        assertThat(Reel.in(other).ok("-C", ".", "status").out()).contains("On branch main");
    }

    @Test
    void colour_always_isAnsi_andNever_isPlain() {
        Reel reel = Reel.in(folder);
        reel.ok("init");
        assertThat(reel.ok("--color", "always", "status").out()).contains("\u001b[1mmain\u001b[0m");
        assertThat(reel.ok("--color", "never", "status").out()).doesNotContain("\u001b");
        assertThat(reel.ok("status").out()).doesNotContain("\u001b");
    }

    @Test
    void completion_ofEveryShell_knowsEveryCommand() {
        Reel reel = Reel.in(folder);
        for (String shell : List.of("bash", "zsh", "fish")) {
            assertThat(reel.ok("completion", shell).out())
                    .contains(Catalog.names())
                    .contains("amend");
        }
        assertThat(reel.run("completion", "tcsh").exit()).isEqualTo(2);
    }

    @Test
    void memory_tooSmall_saysTheLeastThatIsTaken() {
        Reel reel = Reel.in(folder);
        reel.ok("init");

        for (String size : new String[] {"1", "100m", "255m"}) {
            Reel.Result result = reel.run("status", "--memory", size);

            assertThat(result.exit()).isEqualTo(5);
            assertThat(result.err())
                    .contains("--memory " + size, "256m", "hint: ")
                    .doesNotContain("config", "setting");
        }
    }

    @Test
    void memory_profile_unknown_isRefused() {
        Reel reel = Reel.in(folder);
        reel.ok("init");
        Reel.Result result = reel.run("status", "--memory", "lots");
        assertThat(result.exit()).isEqualTo(ExitCode.REFUSED.number());
        assertThat(result.err()).contains("'lots' is none of low, default, high, max");
        reel.ok("status", "--memory", "low");
        reel.ok("status", "--memory", "512m");
    }
}
