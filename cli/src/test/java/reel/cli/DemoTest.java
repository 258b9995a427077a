package reel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

final class DemoTest {
    @TempDir
    Path folder;

    @Test
    void demo_small_bringsEveryByteBack_andStoresOnlyWhatChanged() {
        JsonNode report = Reel.in(folder).json("demo", "--size", "small");
        assertThat(report.get("identical").asBoolean()).isTrue();
        JsonNode first = report.get("versions").get(0);
        JsonNode second = report.get("versions").get(1);
        assertThat(first.get("files").asInt()).isGreaterThan(240);
        assertThat(second.get("stored_bytes").asLong())
                .isLessThan(second.get("logical_bytes").asLong() / 6);
    }
}
