package reel.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

final class ProgramConditionTest {
    private static final String NOWHERE = "reel-no-such-program";

    @Test
    void judge_ofWhatIsInstalled_letsTheTestRun() {
        assertThat(ProgramCondition.judge(List.of("sh", "ls"), true).isDisabled())
                .isFalse();
    }

    @Test
    void judge_ofWhatIsNotInstalled_leavesTheTestOutAndSaysWhy() {
        var verdict = ProgramCondition.judge(List.of("sh", NOWHERE), false);

        assertThat(verdict.isDisabled()).isTrue();
        assertThat(verdict.getReason()).contains("not installed: " + NOWHERE);
    }

    @Test
    void judge_ofWhatIsNotInstalledButRequired_fails() {
        assertThatThrownBy(() -> ProgramCondition.judge(List.of("sh", NOWHERE), true))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(NOWHERE);
    }

    @Test
    void get_ofAnInstalledProgram_isItsFile() {
        assertThat(Programs.get("sh")).isExecutable();
    }
}
