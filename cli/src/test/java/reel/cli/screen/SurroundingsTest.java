package reel.cli.screen;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SurroundingsTest {
    private static final Path LISTED = Path.of(System.getProperty("user.home"));

    @Test
    void home_isTheOneThatIsSaid(@TempDir Path said) {
        assertThat(Surroundings.home(Map.of("HOME", said.toString()))).isEqualTo(said);
    }

    @Test
    void home_thatIsNotSaidOrNoFolderByItself_isTheListedOne() {
        assertThat(Surroundings.home(Map.of())).isEqualTo(LISTED);
        assertThat(Surroundings.home(Map.of("HOME", ""))).isEqualTo(LISTED);
        assertThat(Surroundings.home(Map.of("HOME", "somewhere"))).isEqualTo(LISTED);
    }
}
