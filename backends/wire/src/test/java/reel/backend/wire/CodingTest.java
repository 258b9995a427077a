package reel.backend.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reel.stream.Corrupt;
import reel.stream.Refused;

/// Times, escapes, XML and addresses.
final class CodingTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "1970-01-01T00:00:00Z",
                "2019-03-04T05:06:07.123456789Z",
                "1969-12-31T23:59:59.750Z",
                "1969-12-31T23:59:58.000000001Z",
                "1900-01-01T00:00:00Z"
            })
    void seconds_ofAnyTime_giveItBack(String time) {
        Instant instant = Instant.parse(time);

        assertThat(HttpTime.seconds(HttpTime.seconds(instant))).isEqualTo(instant);
    }

    @Test
    void seconds_areWhatOthersWrite() {
        assertThat(HttpTime.seconds(Instant.ofEpochSecond(1354040105, 123456789)))
                .isEqualTo("1354040105.123456789");
        assertThat(HttpTime.seconds("1354040105.5")).isEqualTo(Instant.ofEpochSecond(1354040105, 500_000_000));
        assertThat(HttpTime.seconds("1354040105")).isEqualTo(Instant.ofEpochSecond(1354040105));
        assertThat(HttpTime.seconds("-0.25")).isEqualTo(Instant.ofEpochSecond(-1, 750_000_000));
        assertThat(HttpTime.seconds("yesterday")).isNull();
        assertThat(HttpTime.seconds("9".repeat(17))).isNull();
    }

    @Test
    void retryAfter_isUnderstoodInBothForms_andBounded() {
        assertThat(HttpTime.retryAfter("12")).isEqualTo(Duration.ofSeconds(12));
        assertThat(HttpTime.retryAfter("999999999")).isEqualTo(Duration.ofHours(1));
        assertThat(HttpTime.retryAfter("Sun, 06 Nov 1994 08:49:37 GMT")).isEqualTo(Duration.ZERO);
        assertThat(Objects.requireNonNull(
                                HttpTime.retryAfter(HttpTime.date(Instant.now().plusSeconds(100))))
                        .toSeconds())
                .isBetween(90L, 101L);
        assertThat(HttpTime.retryAfter("soon")).isNull();
    }

    @Test
    void percent_encodesEverythingThatIsNotUnreserved() {
        assertThat(Percent.encode("a/b c+\u00e9~")).isEqualTo("a%2Fb%20c%2B%C3%A9~");
        assertThat(Percent.path("a/b c")).isEqualTo("a/b%20c");
    }

    @Test
    void xml_givesChildrenAndText_andExpandsNothing() throws IOException {
        Xml root = xml("<a xmlns='urn:x'><b>1</b><b>2 &amp; 3</b><c><d> e </d></c></a>");

        assertThat(root.all("b")).extracting(Xml::text).containsExactly("1", "2 & 3");
        assertThat(Objects.requireNonNull(root.child("c")).text("d")).isEqualTo(" e ");
        assertThat(root.number("a", "b")).isEqualTo(1);
        assertThat(root.text("none")).isNull();
        assertThatThrownBy(() -> root.require("a", "none")).isInstanceOf(Corrupt.class);
        assertThat(xml("<a>" + Xml.escape("<&\"\u00e9\t>") + "</a>").text()).isEqualTo("<&\"\u00e9\t>");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<a>",
                "no",
                "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>",
                "<!DOCTYPE a [<!ENTITY x 'yyyy'>]><a>&x;</a>"
            })
    void xml_thatIsBrokenOrWantsMore_isCorrupt(String text) {
        assertThatThrownBy(() -> xml(text)).isInstanceOf(Corrupt.class);
    }

    @Test
    void xml_ofManyLevels_isCorrupt() {
        assertThatThrownBy(() -> xml("<a>".repeat(1000))).isInstanceOf(Corrupt.class);
    }

    private static Xml xml(String text) throws IOException {
        return Xml.read("test", new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void host_ofAnAddress_isItsServer() throws IOException {
        assertThat(Host.of("endpoint", "http://localhost:9000/x")).isEqualTo(new Host(false, "localhost", 9000));
        assertThat(Host.of("endpoint", "https://s3.example.com").header()).isEqualTo("s3.example.com");
        assertThat(Host.of("endpoint", "https://[::1]:8443").header()).isEqualTo("[::1]:8443");
        for (String wrong : new String[] {"localhost:9000", "ftp://x", "https://", "https://a b", ""}) {
            assertThatThrownBy(() -> Host.of("endpoint", wrong)).isInstanceOf(Refused.class);
        }
        assertThatThrownBy(() -> Host.of("endpoint", "https://me:secret@host"))
                .isInstanceOf(Refused.class)
                .hasMessageNotContaining("secret");
    }
}
