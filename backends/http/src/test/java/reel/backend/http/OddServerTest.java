package reel.backend.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reel.backend.place.Entry;
import reel.backend.place.Meta;
import reel.backend.place.Place;
import reel.backend.place.Reading;
import reel.stream.Conflict;
import reel.stream.Corrupt;
import reel.stream.Missing;
import reel.stream.Refused;
import reel.stream.Transient;

/// Servers that know less than others, or lie: what is read is right or an error.
@Timeout(60)
final class OddServerTest {
    private static final String BODY = "0123456789abcdefghij".repeat(500);
    private static final String TAG = "ETag: \"v1\"";
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d*)");

    /// As a good server answers.
    private static String good(Site.Request request) {
        Matcher range = RANGE.matcher(request.header("range"));
        String headers = TAG + "\nAccept-Ranges: bytes";
        if (request.method().equals("HEAD")) {
            return Site.head(200, headers, BODY.length());
        }
        if (!range.matches()) {
            return Site.say(200, headers, BODY);
        }
        int from = Integer.parseInt(range.group(1));
        int to = range.group(2).isEmpty() ? BODY.length() - 1 : Integer.parseInt(range.group(2));
        return Site.say(
                206,
                headers + "\nContent-Range: bytes " + from + "-" + to + "/" + BODY.length(),
                BODY.substring(from, to + 1));
    }

    private static boolean wants(Site.Request request, String method) {
        return request.method().equals(method);
    }

    private static String read(Place place, long offset, long length) throws IOException {
        try (Reading reading = place.open(place.stat(""))) {
            return read(reading, offset, length);
        }
    }

    private static String read(Reading reading, long offset, long length) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        reading.read(offset, length, piece -> all.writeBytes(piece.toArray(ValueLayout.JAVA_BYTE)));
        return all.toString(StandardCharsets.ISO_8859_1);
    }

    @Test
    void server_thatIsGood_isAskedForNothingTwice() throws IOException {
        try (Site site = new Site(OddServerTest::good);
                Place place = site.open("/f.bin")) {
            assertThat(read(place, 100, 50)).isEqualTo(BODY.substring(100, 150));
            assertThat(site.requests()).hasSize(2);
            assertThat(site.requests().get(1).header("if-match")).isEqualTo("\"v1\"");
            assertThat(site.requests().get(1).header("accept-encoding")).isEqualTo("identity");
        }
    }

    @Test
    void server_withoutRanges_isReadFromItsBeginning_andSaysSo() throws IOException {
        try (Site site = new Site(request ->
                        wants(request, "HEAD") ? Site.head(200, TAG, BODY.length()) : Site.say(200, TAG, BODY));
                Place place = site.open("/f.bin")) {
            assertThat(place.traits().ranges()).isTrue();
            Entry entry = place.stat("");
            assertThat(entry.size()).isEqualTo(BODY.length());
            assertThat(place.traits().ranges()).isFalse();
            try (Reading reading = place.open(entry)) {
                assertThat(read(reading, 0, BODY.length())).isEqualTo(BODY);
                assertThat(read(reading, 7, 100)).isEqualTo(BODY.substring(7, 107));
                assertThat(read(reading, BODY.length() - 3, 3)).isEqualTo(BODY.substring(BODY.length() - 3));
            }
        }
    }

    @Test
    void server_thatClaimsRangesAndGivesNone_isFoundOut() throws IOException {
        try (Site site = new Site(request -> wants(request, "HEAD") ? good(request) : Site.say(200, TAG, BODY));
                Place place = site.open("/f.bin")) {
            assertThat(read(place, 7, 100)).isEqualTo(BODY.substring(7, 107));
            assertThat(place.traits().ranges()).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Range: bytes 11-19/10000",
                "Content-Range: bytes 10-20/10000",
                "Content-Range: bytes 10-190/10000",
                "Content-Range: chunks 10-19/10000",
                "Content-Range: bytes */10000",
                "Content-Range: bytes 10-19/x",
                "X: y"
            })
    void range_thatIsAnother_isCorrupt(String header) throws IOException {
        try (Site site = new Site(
                        request -> wants(request, "HEAD") ? good(request) : Site.say(206, header, "klmnopqrst"));
                Place place = site.open("/f.bin")) {
            assertThatThrownBy(() -> read(place, 10, 10)).isInstanceOf(Corrupt.class);
        }
    }

    @Test
    void range_ofAnotherWhole_isConflict() throws IOException {
        try (Site site = new Site(request -> wants(request, "HEAD")
                        ? good(request)
                        : Site.say(206, TAG + "\nContent-Range: bytes 10-19/10001", "klmnopqrst"));
                Place place = site.open("/f.bin")) {
            assertThatThrownBy(() -> read(place, 10, 10)).isInstanceOf(Conflict.class);
        }
    }

    @Test
    void tag_thatChangesBetweenRanges_isConflict() throws IOException {
        int[] ranges = {0};
        try (Site site = new Site(request -> {
                    String answer = good(request);
                    return wants(request, "GET") && ranges[0]++ > 0 ? answer.replace("\"v1\"", "\"v2\"") : answer;
                });
                Place place = site.open("/f.bin");
                Reading reading = place.open(place.stat(""))) {
            assertThat(read(reading, 0, 10)).isEqualTo(BODY.substring(0, 10));
            assertThatThrownBy(() -> read(reading, 10, 10)).isInstanceOf(Conflict.class);
        }
    }

    @Test
    void time_thatChangesBetweenRanges_isConflict() throws IOException {
        int[] ranges = {0};
        try (Site site = new Site(request -> {
                    String day = wants(request, "GET") && ranges[0]++ > 0 ? "Mon, 07" : "Sun, 06";
                    return good(request).replace(TAG, "Last-Modified: " + day + " Nov 1994 08:49:37 GMT");
                });
                Place place = site.open("/f.bin");
                Reading reading = place.open(place.stat(""))) {
            assertThat(read(reading, 0, 10)).isEqualTo(BODY.substring(0, 10));
            assertThatThrownBy(() -> read(reading, 10, 10)).isInstanceOf(Conflict.class);
        }
    }

    @Test
    void server_thatMindsTheCondition_isConflict() throws IOException {
        try (Site site = new Site(request -> wants(request, "HEAD") ? good(request) : Site.say(412, "", ""));
                Place place = site.open("/f.bin")) {
            assertThatThrownBy(() -> read(place, 10, 10)).isInstanceOf(Conflict.class);
        }
    }

    @Test
    void body_thatEndsEarly_isTransient() throws IOException {
        try (Site site = new Site(request -> {
                    String answer = good(request);
                    return wants(request, "GET") ? answer.substring(0, answer.length() - 4) + Site.CUT : answer;
                });
                Place place = site.open("/f.bin")) {
            assertThatThrownBy(() -> read(place, 10, 100)).isInstanceOf(Transient.class);
            assertThatThrownBy(() -> read(place, 0, BODY.length())).isInstanceOf(Transient.class);
        }
    }

    @Test
    void body_thatIsLongerThanTold_isAnErrorOrLeftAlone() throws IOException {
        try (Site site = new Site(request -> wants(request, "HEAD")
                        ? good(request)
                        : Site.say(206, TAG + "\nContent-Range: bytes 10-19/10000", "klmnopqrst and more"));
                Place place = site.open("/f.bin")) {
            assertThatThrownBy(() -> read(place, 10, 10)).isInstanceOf(Corrupt.class);
        }
    }

    @Test
    void file_thatIsAnotherSizeThanTold_isConflict() throws IOException {
        try (Site site = new Site(
                        request -> wants(request, "HEAD") ? good(request) : Site.say(200, TAG, BODY + "more"));
                Place place = site.open("/f.bin")) {
            assertThatThrownBy(() -> read(place, 0, BODY.length())).isInstanceOf(Conflict.class);
        }
    }

    @Test
    void emptyFile_whoseFirstByteIsRefused_keepsWhatItsHeadersTold() throws IOException {
        try (Site site = new Site(request -> wants(request, "HEAD")
                        ? Site.head(200, TAG + "\nAccept-Ranges: bytes", 0)
                        : Site.say(416, "Content-Range: bytes */0", ""));
                Place place = site.open("/f.bin")) {
            Entry entry = place.stat("");
            assertThat(entry.size()).isZero();
            assertThat(entry.version()).isEqualTo("\"v1\"");
        }
    }

    @Test
    void server_thatTellsTheSizeInAListingOnly_isReadByThatSize() throws IOException {
        Entry told = Entry.file("", BODY.length(), null);
        try (Site site = new Site(request -> wants(request, "HEAD")
                        ? Site.raw(200, "Accept-Ranges: none", "")
                        : Site.raw(200, "Connection: close", BODY.substring(0, BODY.length() - 4)) + Site.CUT);
                Place place = site.open("/f.bin");
                Reading reading = place.open(told)) {
            assertThat(reading.entry().size()).isEqualTo(BODY.length());
            assertThatThrownBy(() -> read(reading, 0, BODY.length())).isInstanceOf(Transient.class);
        }
    }

    @Test
    void server_thatStalls_isTransient() throws IOException {
        Entry told = new Entry("", Entry.Kind.FILE, BODY.length(), null, "\"v1\"", Meta.NONE, Map.of());
        try (Site site = new Site(request ->
                        Site.head(206, TAG + "\nContent-Range: bytes 10-19/10000", 10) + "klm" + Site.STALL);
                Place place = site.openImpatiently("/f.bin");
                Reading reading = place.open(told)) {
            assertThatThrownBy(() -> read(reading, 10, 10)).isInstanceOf(Transient.class);
        }
        try (Site site = new Site(request -> Site.STALL);
                Place place = site.openImpatiently("/f.bin")) {
            assertThatThrownBy(() -> place.stat("")).isInstanceOf(Transient.class);
        }
    }

    @Test
    void file_ofUnknownLength_isReadToItsEnd() throws IOException {
        String chunks = "5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n";
        try (Site site = new Site(request -> wants(request, "HEAD")
                        ? Site.raw(200, "Accept-Ranges: none\nTransfer-Encoding: chunked", "")
                        : Site.raw(200, "Transfer-Encoding: chunked", chunks));
                Place place = site.open("/made")) {
            Entry entry = place.stat("");
            assertThat(entry.size()).isEqualTo(Entry.UNKNOWN);
            assertThat(place.traits().ranges()).isFalse();
            try (Reading reading = place.open(entry)) {
                assertThat(read(reading, 0, Entry.UNKNOWN)).isEqualTo("hello world");
            }
        }
    }

    @Test
    void file_ofUnknownLength_whoseChunksEndEarly_isTransient() throws IOException {
        try (Site site = new Site(request -> wants(request, "HEAD")
                        ? Site.raw(200, "Accept-Ranges: none\nTransfer-Encoding: chunked", "")
                        : Site.raw(200, "Transfer-Encoding: chunked", "5\r\nhello\r\n") + Site.CUT);
                Place place = site.open("/made");
                Reading reading = place.open(place.stat(""))) {
            assertThatThrownBy(() -> read(reading, 0, Entry.UNKNOWN)).isInstanceOf(Transient.class);
        }
    }

    @Test
    void bytes_thatAreCodedThoughNobodyAsked_areCorrupt() throws IOException {
        try (Site site = new Site(request -> {
                    String answer = good(request);
                    return wants(request, "GET") ? answer.replace(TAG, TAG + "\nContent-Encoding: gzip") : answer;
                });
                Place place = site.open("/f.bin")) {
            assertThatThrownBy(() -> read(place, 0, BODY.length()))
                    .isInstanceOf(Corrupt.class)
                    .hasMessageContaining("gzip");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {403, 405, 501})
    void server_thatRefusesHead_isAskedForTheFirstByte(int status) throws IOException {
        try (Site site = new Site(request -> wants(request, "HEAD") ? Site.head(status, "", 0) : good(request));
                Place place = site.open("/f.bin")) {
            Entry entry = place.stat("");
            assertThat(entry.size()).isEqualTo(BODY.length());
            assertThat(entry.version()).isEqualTo("\"v1\"");
            assertThat(read(place, 5, 10)).isEqualTo(BODY.substring(5, 15));
        }
    }

    @Test
    void server_whoseHeadTellsAnEmptyFile_isAskedForTheFirstByte() throws IOException {
        try (Site site = new Site(request -> wants(request, "HEAD") ? Site.head(200, TAG, 0) : good(request));
                Place place = site.open("/f.bin")) {
            assertThat(place.stat("").size()).isEqualTo(BODY.length());
            assertThat(read(place, 5, 10)).isEqualTo(BODY.substring(5, 15));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 416})
    void file_thatIsEmpty_isOne_andSaysNothingOfRanges(int status) throws IOException {
        try (Site site = new Site(request -> wants(request, "HEAD")
                        ? Site.head(200, TAG + "\nAccept-Ranges: bytes", 0)
                        : Site.say(status, TAG, ""));
                Place place = site.open("/f.bin")) {
            assertThat(place.stat("").size()).isZero();
            assertThat(place.traits().ranges()).isTrue();
        }
    }

    @Test
    void server_thatAllowsNothing_isRefused() throws IOException {
        try (Site site = new Site(request -> Site.say(403, "", ""));
                Place place = site.open("/f.bin")) {
            assertThatThrownBy(() -> place.stat("")).isInstanceOf(Refused.class).hasMessageContaining("403");
        }
    }

    @Test
    void server_thatIsBusy_saysHowLong() throws IOException {
        try (Site site = new Site(request -> Site.say(503, "Retry-After: 7", ""));
                Place place = site.open("/f.bin")) {
            assertThatThrownBy(() -> place.stat(""))
                    .isInstanceOfSatisfying(
                            Transient.class,
                            busy -> assertThat(busy.retryAfter()).isEqualTo(Duration.ofSeconds(7)));
        }
    }

    @Test
    void file_thatVanishes_isMissing() throws IOException {
        try (Site site = new Site(request -> wants(request, "HEAD") ? good(request) : Site.say(410, "", ""));
                Place place = site.open("/f.bin")) {
            assertThatThrownBy(() -> read(place, 10, 10)).isInstanceOf(Missing.class);
        }
    }

    @Test
    void range_behindTheEnd_isConflict() throws IOException {
        try (Site site = new Site(request ->
                        wants(request, "HEAD") ? good(request) : Site.say(416, "Content-Range: bytes */5", ""));
                Place place = site.open("/f.bin")) {
            assertThatThrownBy(() -> read(place, 10, 10)).isInstanceOf(Conflict.class);
        }
    }

    @Test
    void length_thatIsNone_isCorrupt() throws IOException {
        try (Site site = new Site(request -> Site.raw(200, "Content-Length: -5", ""));
                Place place = site.open("/f.bin")) {
            assertThatThrownBy(() -> place.stat("")).isInstanceOf(Corrupt.class);
        }
    }

    @Test
    void writing_withoutWebDav_isRefused() throws IOException {
        try (Site site = new Site(OddServerTest::good);
                Place place = site.open("/")) {
            assertThatThrownBy(() -> place.makeFolder("a"))
                    .isInstanceOf(Refused.class)
                    .hasMessageContaining("WebDAV");
            assertThatThrownBy(() -> place.delete("a")).isInstanceOf(Refused.class);
            assertThat(place.traits().moving()).isNull();
            assertThat(site.requests()).isEmpty();
        }
    }
}
