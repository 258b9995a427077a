package reel.backend.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reel.backend.Source;
import reel.backend.place.Entry;
import reel.backend.place.Logins;
import reel.backend.place.Place;
import reel.backend.place.WriteRequest;
import reel.backend.place.Writing;
import reel.stream.Conflict;
import reel.stream.Corrupt;
import reel.stream.Exhausted;
import reel.stream.Missing;
import reel.stream.ReelException;
import reel.stream.Refused;

/// Index pages and WebDAV answers that would lead elsewhere, cannot be, or do not end.
@Timeout(60)
final class HostileListingTest {
    private static List<String> list(Place place, String folder) throws IOException {
        List<String> paths = new ArrayList<>();
        place.list(folder, entry -> paths.add(entry.path() + (entry.isFolder() ? "/" : "")));
        return paths;
    }

    // Index pages

    private static Site pages(String html) throws IOException {
        return new Site(request -> request.method().equals("HEAD")
                ? Site.head(200, request.target().endsWith("/") ? "Content-Type: text/html" : "Accept-Ranges: bytes", 3)
                : Site.say(200, "Content-Type: text/html; charset=utf-8", html));
    }

    @Test
    void page_isReadForLinksThatLeadOneStepDown() throws IOException {
        String html = """
                <html><body><h1>Index of /in/</h1><table>
                <tr><td><a href="../">Parent</a><a href="/in/">Here</a><a href="?C=N;O=D">Name</a></td></tr>
                <a href='a.bin'>a</a> <A HREF=day%201/>day 1</A> <a href="./b.bin">b</a> <a href="/in/c.bin">c</a>
                <a href="http://127.0.0.1:PORT/in/d.bin">d</a> <a href="a.bin">twice</a> <a name="x">no link</a>
                <a href="caf%C3%A9.mov#here">e</a>
                """;
        String[] text = {html};
        try (Site site = new Site(request -> request.method().equals("HEAD")
                        ? Site.head(200, "Content-Type: text/html\nAccept-Ranges: bytes", 7)
                        : Site.say(200, "Content-Type: text/html", text[0]));
                Place place = site.open("/in/")) {
            text[0] = html.replace("PORT", Integer.toString(site.port()));
            assertThat(list(place, "")).containsExactly("a.bin", "b.bin", "c.bin", "caf\u00e9.mov", "d.bin", "day 1/");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../x",
                "/etc/passwd",
                "..",
                "%2e%2e/x",
                "%2e%2e",
                "..%2fx",
                "a%2Fb",
                "a%2fb/",
                "/in/../out",
                "/in/a/b",
                "a/b",
                "a%00b",
                "%ff",
                "a%zz",
                "http://elsewhere.example/in/x",
                "//elsewhere.example/in/x",
                "https://127.0.0.1/in/x",
                "mailto:x@example.org",
                "javascript:go()",
                "file:///in/x",
                "x?delete=1",
                "",
                ".",
                "/in",
                "/inner",
                "//",
                "http:x"
            })
    void link_thatLeadsElsewhere_isLeftOut(String href) throws IOException {
        try (Site site = pages("<a href=\"" + href + "\">x</a><a href=\"good\">good</a>");
                Place place = site.open("/in")) {
            assertThat(list(place, "")).containsExactly("good");
            assertThat(site.requests())
                    .allMatch(request ->
                            request.target().equals("/in/") || request.target().equals("/in/good"));
        }
    }

    @Test
    void page_thatDoesNotEnd_isCorrupt() throws IOException {
        try (Site site = new Site(request ->
                        Site.head(200, "Content-Type: text/html", 1L << 40) + "<a href=\"x\">x</a>".repeat(1 << 20));
                Place place = site.open("/in/")) {
            assertThatThrownBy(() -> place.list("", entry -> {})).isInstanceOf(Corrupt.class);
        }
    }

    @Test
    void folder_thatIsNotShown_isRefusedOrMissing() throws IOException {
        try (Site site = new Site(request -> Site.head(403, "", 0));
                Place place = site.open("/in/")) {
            assertThatThrownBy(() -> place.list("", entry -> {}))
                    .isInstanceOf(Refused.class)
                    .hasMessageContaining("does not list");
        }
        try (Site site = new Site(request -> Site.say(200, "Content-Type: video/mp4", "x"));
                Place place = site.open("/in/")) {
            assertThatThrownBy(() -> place.list("", entry -> {})).isInstanceOf(Missing.class);
        }
    }

    @Test
    void folder_byItsRedirect_isAFolder() throws IOException {
        try (Site site = new Site(request -> request.target().endsWith("/")
                        ? Site.head(200, "Content-Type: text/html", 0)
                        : Site.head(301, "Location: http://internal.example:8080/in/", 0));
                Place place = site.open("/in")) {
            assertThat(place.stat("").isFolder()).isTrue();
        }
    }

    // WebDAV

    private static String resource(String href, boolean folder) {
        return "<D:response><D:href>" + href + "</D:href><D:propstat><D:prop><D:resourcetype>"
                + (folder ? "<D:collection/>" : "") + "</D:resourcetype><D:getcontentlength>"
                + (folder ? "" : "3") + "</D:getcontentlength><D:getetag>\"x\"</D:getetag></D:prop>"
                + "<D:status>HTTP/1.1 200 OK</D:status></D:propstat></D:response>";
    }

    private static String listing(String... resources) {
        return Site.say(
                207,
                "Content-Type: application/xml",
                "<?xml version=\"1.0\"?><D:multistatus xmlns:D=\"DAV:\">" + String.join("", resources)
                        + "</D:multistatus>");
    }

    private static Place dav(Site site, String path) throws IOException {
        return Site.open(site.at("dav", path, null), Logins.NONE, Map.of());
    }

    @Test
    void dav_listsWhatLiesDirectlyInTheFolder() throws IOException {
        try (Site site = new Site(request -> listing(
                        resource("/in/", true),
                        resource("/in/a%20b", false),
                        resource("http://127.0.0.1/in/sub/", true),
                        resource("/in/.reel-part-0123456789ab", false),
                        "<D:response><D:href>/in/gone</D:href><D:status>HTTP/1.1 404 Not Found</D:status></D:response>",
                        resource("/in/&lt;&amp;&gt;", false)));
                Place place = dav(site, "/in")) {
            assertThat(list(place, "")).containsExactly("a b", "sub/", "<&>");
        }
    }

    @Test
    void dav_thatTellsWhatItDoesNotKnow_isUnderstood() throws IOException {
        String response = "<d:response xmlns:d=\"DAV:\"><d:href>/in/a</d:href>"
                + "<d:propstat><d:prop><d:getcontentlength>12</d:getcontentlength><d:resourcetype/></d:prop>"
                + "<d:status>HTTP/1.1 200 OK</d:status></d:propstat>"
                + "<d:propstat><d:prop><d:getetag/><d:getcontentlength/></d:prop>"
                + "<d:status>HTTP/1.1 404 Not Found</d:status></d:propstat></d:response>";
        try (Site site = new Site(request -> listing(response));
                Place place = dav(site, "/in")) {
            Entry entry = place.stat("a");
            assertThat(entry.isFile()).isTrue();
            assertThat(entry.size()).isEqualTo(12);
            assertThat(entry.version()).isNull();
            assertThat(entry.modified()).isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/other/x",
                "/in/../x",
                "/in/sub/x",
                "/in/a%2Fb",
                "/in/%2e%2e",
                "/in/a%00",
                "/in/%ff",
                "/",
                "/inx",
                "ftp://h/in/x",
                "/in//x",
                "/in/%zz"
            })
    void dav_thatTellsOfOtherPlaces_isCorrupt(String href) throws IOException {
        try (Site site = new Site(request -> listing(resource("/in/", true), resource(href, false)));
                Place place = dav(site, "/in")) {
            assertThatThrownBy(() -> place.list("", entry -> {})).isInstanceOf(Corrupt.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no xml",
                "<html><body>Hello</body></html>",
                "<D:multistatus xmlns:D=\"DAV:\">",
                "<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><x>&a;</x>"
            })
    void dav_thatAnswersNoListing_isCorrupt(String body) throws IOException {
        try (Site site = new Site(request -> Site.say(207, "", body));
                Place place = dav(site, "/in")) {
            assertThatThrownBy(() -> place.list("", entry -> {})).isInstanceOf(Corrupt.class);
            assertThatThrownBy(() -> place.stat("a")).isInstanceOfAny(Corrupt.class, Missing.class);
        }
    }

    @Test
    void dav_thatNestsWithoutEnd_isCorrupt() throws IOException {
        try (Site site = new Site(request -> Site.say(207, "", "<a>".repeat(100_000)));
                Place place = dav(site, "/in")) {
            assertThatThrownBy(() -> place.list("", entry -> {})).isInstanceOf(Corrupt.class);
        }
        try (Site site = new Site(request -> Site.say(207, "", "<a>" + "x".repeat(1 << 20)));
                Place place = dav(site, "/in")) {
            assertThatThrownBy(() -> place.list("", entry -> {})).isInstanceOf(Corrupt.class);
        }
    }

    @Test
    void dav_ofManyFiles_isReadAsItComes() throws IOException {
        StringBuilder all = new StringBuilder(resource("/in/", true));
        for (int i = 0; i < 50_000; i++) {
            all.append(resource("/in/frame%20" + i, false));
        }
        String answer = listing(all.toString());
        AtomicInteger seen = new AtomicInteger();
        try (Site site = new Site(request -> answer);
                Place place = dav(site, "/in")) {
            place.list("", entry -> seen.incrementAndGet());
        }
        assertThat(seen).hasValue(50_000);
    }

    // Writing

    private static void write(Place place, String path, int size) throws IOException {
        try (Writing writing = place.create(WriteRequest.replacing(path, size, 4))) {
            for (int at = 0; at < size; at += 4) {
                writing.write(at, Source.of(new byte[Math.min(4, size - at)]));
            }
            writing.publish(null, reel.backend.place.Meta.NONE, Map.of());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {507, 413, 403, 500, 302})
    void upload_thatTheServerEnds_failsAndLeavesNothing(int status) throws IOException {
        try (Site site = new Site(request -> switch (request.method()) {
                    case "PROPFIND" ->
                        request.target().equals("/in/") ? listing(resource("/in/", true)) : Site.say(404, "", "");
                    case "PUT" -> Site.say(status, "Location: /elsewhere", "");
                    case "MKCOL" -> Site.say(405, "", "");
                    default -> Site.say(204, "", "");
                });
                Place place = dav(site, "/in")) {
            for (int size : new int[] {4, 10}) {
                assertThatThrownBy(() -> write(place, "a", size)).isInstanceOf(ReelException.class);
            }
            assertThat(site.requests()).noneMatch(request -> request.method().equals("MOVE"));
            List<String> put = targets(site, "PUT");
            assertThat(put).hasSize(2).allMatch(target -> target.startsWith("/in/.reel-part-"));
            assertThat(targets(site, "DELETE")).isEqualTo(put);
            if (status == 507) {
                assertThatThrownBy(() -> write(place, "a", 4)).isInstanceOf(Exhausted.class);
            }
        }
    }

    private static List<String> targets(Site site, String method) {
        return site.requests().stream()
                .filter(request -> request.method().equals(method))
                .map(Site.Request::target)
                .toList();
    }

    @Test
    void upload_ofWhichTheServerKeptLess_isCorruptAndNotPublished() throws IOException {
        try (Site site = new Site(request -> switch (request.method()) {
                    case "PROPFIND" -> Site.say(404, "", "");
                    case "HEAD" -> Site.head(200, "", 9);
                    default -> Site.say(201, "", "");
                });
                Place place = dav(site, "/in")) {
            assertThatThrownBy(() -> write(place, "a", 10)).isInstanceOf(Corrupt.class);
            assertThat(targets(site, "MOVE")).isEmpty();
            assertThat(targets(site, "DELETE")).hasSize(1);
        }
    }

    @Test
    void folder_thatCameMeanwhile_isNotReplacedByAFile() throws IOException {
        boolean[] came = {false};
        try (Site site = new Site(request -> switch (request.method()) {
                    case "PROPFIND" -> came[0] ? listing(resource("/in/a/", true)) : Site.say(404, "", "");
                    case "HEAD" -> {
                        came[0] = true;
                        yield Site.head(200, "", 4);
                    }
                    case "MOVE" -> Site.say(request.header("overwrite").equals("T") ? 204 : 412, "", "");
                    default -> Site.say(201, "", "");
                });
                Place place = dav(site, "/in")) {
            assertThatThrownBy(() -> write(place, "a", 4)).isInstanceOf(Refused.class);
            assertThat(site.requests().stream()
                            .filter(request -> request.method().equals("MOVE"))
                            .map(request -> request.header("overwrite")))
                    .containsExactly("F");
        }
    }

    @Test
    void fileThatIsThere_isReplacedInOneStep() throws IOException {
        try (Site site = new Site(request -> switch (request.method()) {
                    case "PROPFIND" -> listing(resource("/in/a", false));
                    case "HEAD" -> Site.head(200, "", 4);
                    case "MOVE" -> Site.say(request.header("overwrite").equals("T") ? 204 : 412, "", "");
                    case "MKCOL" -> Site.say(201, "", "");
                    default -> Site.say(201, "", "");
                });
                Place place = dav(site, "/in")) {
            write(place, "a", 4);
            WriteRequest fresh = new WriteRequest("a", 4, 4, WriteRequest.Existing.FAIL, null);
            assertThatThrownBy(() -> {
                        try (Writing writing = place.create(fresh)) {
                            writing.write(0, Source.of(new byte[4]));
                            writing.publish(null, reel.backend.place.Meta.NONE, Map.of());
                        }
                    })
                    .isInstanceOf(Conflict.class);
        }
    }
}
