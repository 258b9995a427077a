package reel.backend.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reel.backend.place.Location;
import reel.backend.place.Login;
import reel.backend.place.Logins;
import reel.backend.place.Place;
import reel.stream.Corrupt;
import reel.stream.Refused;

/// Where redirects and logins lead, and where not.
@Timeout(60)
final class RedirectTest {
    private static final String SECRET = "hunter2hunter2";
    private static final Logins KNOWN = Site.knowing(new Login.Password("me", SECRET));
    private static final Map<String, String> PLAIN = Map.of("webdav", "false");

    private static String file(Site.Request request) {
        return Site.head(200, "Accept-Ranges: bytes\nETag: \"v1\"", 5)
                + (request.method().equals("HEAD") ? "" : "hello");
    }

    private static String to(String address) {
        return Site.head(302, "Location: " + address, 0);
    }

    @Test
    void chain_ofRedirects_isFollowed() throws IOException {
        try (Site site = new Site(request -> switch (request.target()) {
                    case "/a/one" -> to("two");
                    case "/a/two" -> to("../b/three?x=1");
                    case "/b/three?x=1" -> to("/c%20d");
                    default -> file(request);
                });
                Place place = site.open("/a/one")) {
            assertThat(place.stat("").size()).isEqualTo(5);
            assertThat(site.requests().getLast().target()).isEqualTo("/c%20d");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/f", "//127.0.0.1:PORT/f", "http://127.0.0.1:PORT/f"})
    void loop_ofRedirects_ends(String address) throws IOException {
        int[] port = {0};
        try (Site site = new Site(request -> to(address.replace("PORT", Integer.toString(port[0]))));
                Place place = site.open("/f")) {
            port[0] = site.port();
            assertThatThrownBy(() -> place.stat("")).isInstanceOf(Corrupt.class).hasMessageContaining("redirects");
            assertThat(site.requests()).hasSize(11);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://host/f", "file:///etc/passwd", "http://[bad/", "javascript:x", "http://h:99999/"})
    void redirect_toWhatIsNoWebAddress_isCorrupt(String address) throws IOException {
        try (Site site = new Site(request -> to(address));
                Place place = site.open("/f")) {
            assertThatThrownBy(() -> place.stat(""))
                    .isInstanceOfSatisfying(
                            Corrupt.class, wrong -> assertThat(wrong.hint()).contains("yourself"))
                    .hasMessageContaining(address);
        }
    }

    @Test
    void login_isGivenWhenItIsAskedFor_andToNobodyElse() throws IOException {
        try (Site other = new Site(RedirectTest::file);
                Site site = new Site(request -> request.header("authorization").isEmpty()
                        ? Site.head(401, "WWW-Authenticate: Basic realm=\"x\"", 0)
                        : to("http://127.0.0.1:" + other.port() + "/there?sig=1"));
                Place place = Site.open(site.at("http", "/f", null), KNOWN, PLAIN)) {
            assertThat(place.stat("").size()).isEqualTo(5);
            assertThat(site.requests()).hasSize(2);
            assertThat(site.requests().get(1).header("authorization")).isEqualTo("Basic bWU6aHVudGVyMmh1bnRlcjI=");
            assertThat(other.requests()).hasSize(1);
            assertThat(other.requests().getFirst().headers()).doesNotContainKey("authorization");

            assertThat(place.stat("").size()).isEqualTo(5);
            assertThat(site.requests()).as("known by now").hasSize(3);
        }
    }

    @Test
    void otherHost_thatWantsALogin_getsNone() throws IOException {
        try (Site other = new Site(request -> Site.head(401, "WWW-Authenticate: Basic realm=\"x\"", 0));
                Site site = new Site(request -> to("http://127.0.0.1:" + other.port() + "/there"));
                Place place = Site.open(site.at("http", "/f", null), KNOWN, PLAIN)) {
            assertThatThrownBy(() -> place.stat("")).isInstanceOf(Refused.class).hasMessageContaining("401");
            assertThat(other.requests())
                    .allMatch(request -> request.header("authorization").isEmpty());
        }
    }

    @Test
    void login_thatIsWrong_isRefusedWithoutTellingIt() throws IOException {
        try (Site site = new Site(request -> Site.head(401, "WWW-Authenticate: Basic realm=\"x\"", 0));
                Place place = Site.open(site.at("http", "/f", "sig=" + SECRET), KNOWN, PLAIN)) {
            assertThatThrownBy(() -> place.stat(""))
                    .isInstanceOfSatisfying(
                            Refused.class,
                            refused -> assertThat(refused + " " + refused.hint())
                                    .contains("401")
                                    .doesNotContain(SECRET)
                                    .doesNotContain("aHVudGVy"));
            assertThatThrownBy(() -> place.stat("")).isInstanceOf(Refused.class);
            assertThat(site.requests()).as("one try with it, then one each").hasSize(3);
        }
    }

    @Test
    void serverThatWantsALogin_withoutOne_isRefused() throws IOException {
        try (Site site = new Site(request -> Site.head(401, "", 0));
                Place place = site.open("/f")) {
            assertThatThrownBy(() -> place.stat("")).isInstanceOf(Refused.class).hasMessageContaining("login");
        }
    }

    @Test
    void token_isABearers() throws IOException {
        try (Site site = new Site(request -> request.header("authorization").equals("Bearer t0ken")
                        ? file(request)
                        : Site.head(401, "", 0));
                Place place = Site.open(site.at("http", "/f", null), Site.knowing(new Login.Token("t0ken")), PLAIN)) {
            assertThat(place.stat("").size()).isEqualTo(5);
        }
    }

    @Test
    void login_inTheClear_staysOnThisMachine() throws IOException {
        // 0.0.0.0 reaches this machine, but is no name of it that is believed.
        try (Site site = new Site(request -> request.header("authorization").isEmpty()
                ? Site.head(401, "WWW-Authenticate: Basic realm=\"x\"", 0)
                : file(request))) {
            Location away = new Location("http", null, "0.0.0.0", site.port(), "/f", null);
            try (Place place = Site.open(away, KNOWN, PLAIN)) {
                assertThatThrownBy(() -> place.stat(""))
                        .isInstanceOf(Refused.class)
                        .hasMessageContaining("in the clear");
                assertThat(site.requests())
                        .allMatch(request -> request.header("authorization").isEmpty());
            }
            Map<String, String> trusting = Map.of("webdav", "false", "insecure-login", "true");
            try (Place place = Site.open(away, KNOWN, trusting)) {
                assertThat(place.stat("").size()).isEqualTo(5);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1.example.org", "127.evil", "localhost.example.org", "1270.0.0.1"})
    void name_thatOnlyLooksLikeThisMachine_isNotIt(String name) {
        assertThat(Caller.loopback(name)).isFalse();
        assertThat(Caller.loopback("127.0.0.1")).isTrue();
        assertThat(Caller.loopback("::1")).isTrue();
    }

    @Test
    void query_isSentAndNeverShown() throws IOException {
        try (Site site = new Site(request ->
                        request.target().equals("/f.bin?X-Sig=a%20b%2Fc") ? Site.head(500, "", 0) : file(request));
                Place place = Site.open(site.at("http", "/f.bin", "X-Sig=a%20b%2Fc"), Logins.NONE, PLAIN)) {
            assertThat(place.traits().name()).doesNotContain("Sig");
            assertThatThrownBy(() -> place.stat("")).hasMessageContaining("500").hasMessageNotContaining("X-Sig");
        }
    }
}
