package reel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reel.cli.screen.ExitCode;
import reel.testkit.RamFolder;

/// `reel commit` without a message: the user's editor is opened, here scripts that play one.
final class EditorTest {
    @TempDir(factory = RamFolder.class)
    Path temp;

    private Path film;
    private Reel reel;

    @BeforeEach
    void project() throws IOException {
        film = Files.createDirectory(temp.resolve("film"));
        reel = Reel.in(film);
        reel.ok("init");
        Files.writeString(film.resolve("cut.txt"), "one");
        reel.ok("add", ".");
    }

    /// @param script what the editor does to the file `$1`; the file as it was is kept as `seen`
    private Reel editor(String script) throws IOException {
        Path program = temp.resolve("editor");
        Files.writeString(program, "cp \"$2\" \"$(dirname \"$0\")/seen\"\n" + script.replace("$1", "$2") + "\n");
        return reel.with("REEL_EDITOR", "sh " + program + " --wait");
    }

    private String seen() throws IOException {
        return Files.readString(temp.resolve("seen"));
    }

    private String lastMessage() {
        return reel.json("log").get("commits").get(0).get("message").asString();
    }

    @Test
    void commit_withoutMessage_takesWhatTheEditorWrote() throws IOException {
        Reel.Result result = editor("printf 'First cut  \\n\\nwith sound\\n# not this\\n\\n' > \"$1\"")
                .ok("commit");

        assertThat(result.err() + result.out()).contains("First cut", "1 path changed");
        assertThat(lastMessage()).isEqualTo("First cut\n\nwith sound");
        assertThat(seen()).contains("# On main", "#   new:        cut.txt");
        assertThat(film.resolve(".reel/message.txt")).doesNotExist();
    }

    @Test
    void commitAll_withoutMessage_listsWhatItWillStage() throws IOException {
        editor("echo first > \"$1\"").ok("commit");
        Files.writeString(film.resolve("cut.txt"), "two");
        Files.writeString(film.resolve("new.txt"), "new");

        editor("echo second > \"$1\"").ok("commit", "-A");

        assertThat(seen()).contains("modified:   cut.txt", "new:        new.txt");
        assertThat(lastMessage()).isEqualTo("second");
    }

    @Test
    void amend_withoutMessage_opensTheOldOne_noEditKeepsIt() throws IOException {
        reel.ok("commit", "-m", "old words");

        editor("sed -i s/old/better/ \"$1\"").ok("commit", "--amend");
        assertThat(seen()).startsWith("old words\n");
        assertThat(lastMessage()).isEqualTo("better words");

        editor("exit 1").ok("commit", "--amend", "--no-edit");
        assertThat(lastMessage()).isEqualTo("better words");
    }

    @Test
    void emptyMessage_orEditorThatFails_commitsNothing() throws IOException {
        Reel.Result empty = editor(":").run("commit");
        assertThat(empty.exit()).isEqualTo(ExitCode.REFUSED.number());
        assertThat(empty.err()).contains("the message is empty");

        Reel.Result failing = editor("echo words > \"$1\"; exit 3").run("commit");
        assertThat(failing.exit()).isEqualTo(ExitCode.REFUSED.number());
        assertThat(failing.err()).contains("ended with 3", "REEL_EDITOR", "-m");

        Reel.Result absent = reel.with("REEL_EDITOR", "no-such-editor").run("commit");
        assertThat(absent.err()).contains("no-such-editor", "no such program");
        assertThat(reel.run("log").out()).doesNotContain("words");
    }

    @Test
    void nobodyThere_isRefusedAtOnce() {
        Reel.Result result = reel.run("commit");
        assertThat(result.exit()).isEqualTo(ExitCode.REFUSED.number());
        assertThat(result.err()).contains("the message is empty", "-m");
    }
}
