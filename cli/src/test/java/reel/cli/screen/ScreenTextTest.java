package reel.cli.screen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ScreenTextTest {
    @ParameterizedTest
    @CsvSource({
        "0,0 B",
        "1023,1023 B",
        "1024,1.0 KiB",
        "10188,9.9 KiB",
        "10189,10 KiB",
        "1048575,1.0 MiB",
        "1048576,1.0 MiB",
        "5368709120,5.0 GiB",
        "-2048,-2.0 KiB",
        "9223372036854775807,8.0 EiB"
    })
    void bytes_areShownWithTheirUnit(long bytes, String shown) {
        assertThat(Sizes.bytes(bytes)).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource({
        "0,0.00 s",
        "990000000,1.0 s",
        "940000000,0.94 s",
        "59900000000,59.9 s",
        "187000000000,3:07 min",
        "3723000000000,1:02:03 h"
    })
    void durations_areShownWithTheirUnit(long nanos, String shown) {
        assertThat(Sizes.duration(nanos)).isEqualTo(shown);
    }

    @Test
    void counts_arePlural() {
        assertThat(Sizes.count(1, "file")).isEqualTo("1 file");
        assertThat(Sizes.count(60_000, "entry")).isEqualTo("60 000 entries");
        assertThat(Sizes.count(2, "branch")).isEqualTo("2 branches");
        assertThat(Sizes.grouped(-1_234_567)).isEqualTo("-1 234 567");
    }

    @Test
    void names_areQuotedOnlyWhereTheyMustBe() {
        assertThat(Quoting.quote("plain ünïcode.mov".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("plain ünïcode.mov");
        assertThat(Quoting.quote("a\tb\"c\\d\n".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("\"a\\tb\\\"c\\\\d\\n\"");
        assertThat(Quoting.quote(new byte[] {'a', (byte) 0xff})).isEqualTo("\"a\\377\"");
        assertThat(Quoting.quote("\u202egpj.exe".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("\"\\342\\200\\256gpj.exe\"");
    }

    @Test
    void table_columnsAlign() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Output out = new Output(bytes);
        new Table()
                .column("name", Table.Align.LEFT)
                .column("size", Table.Align.RIGHT)
                .row("a", "1000")
                .row("longer", "7")
                .print(out, Style.PLAIN);
        out.flush();
        assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo("name    size\na       1000\nlonger     7\n");
    }

    private static Output failing(String message) {
        return new Output(new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException(message);
            }
        });
    }

    @Test
    void output_whoseReaderWent_endsTheCommand() {
        Output out = failing("Broken pipe");
        out.print("buffered");
        assertThatThrownBy(out::flush).isInstanceOf(Output.Closed.class);
        out.flush();
        assertThat(ExitCode.of(new Usage("x"))).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void output_whoseDiskIsFull_isNoReaderThatWent() {
        Output out = failing("No space left on device");
        out.print("buffered");
        assertThatThrownBy(out::flush)
                .satisfies(failure -> assertThat(ExitCode.of(failure)).isEqualTo(ExitCode.EXHAUSTED));
    }
}
