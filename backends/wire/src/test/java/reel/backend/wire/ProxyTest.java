package reel.backend.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reel.backend.place.Logins;
import reel.backend.place.PlaceContext;
import reel.stream.Missing;
import reel.stream.Refused;
import reel.stream.Transient;
import reel.stream.buffer.MemoryBudget;

@Timeout(60)
final class ProxyTest {
    private static final Host FILMS = Host.of(false, "films.test");
    private static final Host SAFE = Host.of(true, "films.test");

    private final MemoryBudget memory = MemoryBudget.tracked(4 << 20);
    private final List<String> heads = new CopyOnWriteArrayList<>();

    private Wire wire(Map<String, String> environment) {
        return Wire.of(PlaceContext.of(memory, Logins.NONE, Map.of()), TlsTrust.of(null), Proxies.of(environment));
    }

    /// A proxy that answers everything with `answer`.
    private ScriptedServer proxy(String answer) throws Exception {
        return ScriptedServer.start((head, body, out) -> {
            heads.add(head);
            ScriptedServer.say(out, answer);
            return true;
        });
    }

    private static String at(ScriptedServer server) {
        return "127.0.0.1:" + server.host(false).port();
    }

    @Test
    void plainCall_goesToTheProxyWhole_withItsLogin() throws Exception {
        try (ScriptedServer proxy = proxy("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi");
                Wire wire = wire(Map.of("http_proxy", "http://me:s%C3%A9same@" + at(proxy)))) {
            try (Answer answer = wire.send(Call.get("thing", FILMS, "/a?b"))) {
                assertThat(answer.bytes(2)).asString(StandardCharsets.UTF_8).isEqualTo("hi");
            }
            String login = Base64.getEncoder().encodeToString("me:sésame".getBytes(StandardCharsets.UTF_8));
            assertThat(heads.getFirst())
                    .startsWith("GET http://films.test/a?b HTTP/1.1\r\nHost: films.test\r\n")
                    .contains("Proxy-Authorization: Basic " + login + "\r\n");
        }
    }

    @ParameterizedTest
    @CsvSource({"407, wants a login, https_proxy", "403, does not let us through to films.test:443, no_proxy"})
    void proxyThatRefuses_isNamed_withWhatToDo(int status, String said, String hint) throws Exception {
        try (ScriptedServer proxy = proxy("HTTP/1.1 " + status + " No\r\nContent-Length: 0\r\n\r\n");
                Wire wire = wire(Map.of("https_proxy", at(proxy)))) {
            assertThatThrownBy(() -> wire.send(Call.get("thing", SAFE, "/")).close())
                    .isInstanceOfSatisfying(
                            Refused.class, refused -> assertThat(refused.hint()).contains(hint))
                    .hasMessageContaining("proxy http://" + at(proxy))
                    .hasMessageContaining(said);
        }
    }

    @Test
    void proxyThatWantsALogin_forAPlainCall_isNamed() throws Exception {
        try (ScriptedServer proxy = proxy("HTTP/1.1 407 No\r\nContent-Length: 0\r\n\r\n");
                Wire wire = wire(Map.of("http_proxy", "http://me:wrong@" + at(proxy)))) {
            assertThatThrownBy(() -> wire.send(Call.get("thing", FILMS, "/")).close())
                    .isInstanceOf(Refused.class)
                    .hasMessageContaining("wants another login")
                    .hasMessageNotContaining("wrong");
        }
    }

    @Test
    void proxyThatCannotReachTheHost_isTransient_andSoIsOneThatIsAway() throws Exception {
        String gone;
        try (ScriptedServer proxy = proxy("HTTP/1.1 502 Bad Gateway\r\n\r\n");
                Wire wire = wire(Map.of("https_proxy", at(proxy)))) {
            gone = at(proxy);
            assertThatThrownBy(() -> wire.send(Call.get("thing", SAFE, "/")).close())
                    .isInstanceOf(Transient.class)
                    .hasMessageContaining("502");
        }
        try (Wire wire = wire(Map.of("https_proxy", gone))) {
            assertThatThrownBy(() -> wire.send(Call.get("thing", SAFE, "/")).close())
                    .isInstanceOf(Transient.class)
                    .hasMessageContaining("proxy http://" + gone)
                    .hasMessageContaining("nobody answers");
        }
        try (Wire wire = wire(Map.of("https_proxy", "no-such-proxy.invalid:3128"))) {
            assertThatThrownBy(() -> wire.send(Call.get("thing", SAFE, "/")).close())
                    .isInstanceOfAny(Missing.class, Transient.class)
                    .hasMessageContaining("no-such-proxy.invalid");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "*                  | films.test     | true",
                "films.test         | films.test     | true",
                "films.test         | a.films.test   | true",
                "films.test         | myfilms.test   | false",
                ".films.test        | a.films.test   | true",
                "*.films.test       | a.films.test   | true",
                "FILMS.test         | films.TEST     | true",
                "films.test:80      | films.test     | true",
                "films.test:8080    | films.test     | false",
                "a.test, films.test | films.test     | true",
                "10.0.0.0/8         | 10.20.30.40    | true",
                "10.0.0.0/8         | 11.20.30.40    | false",
                "10.0.0.0/8         | films.test     | false",
                "10.0.0.0/99        | 10.20.30.40    | false",
                "2001:db8::/32      | 2001:db8:1::5  | true",
                "[2001:db8::5]:80   | 2001:db8::5    | true",
                "2001:db8::5        | 2001:db8:0::5  | true",
            })
    void exemption_takesNamesAddressesAndRanges(String exempt, String name, boolean direct) throws Exception {
        Proxies proxies = Proxies.of(Map.of("http_proxy", "proxy.test:3128", "no_proxy", exempt));
        assertThat(proxies.to(new Host(false, name, 80)) == null).isEqualTo(direct);
    }

    @Test
    void variable_isThatOfTheScheme_smallLettersFirst_andNeverForThisMachine() throws Exception {
        Proxies proxies = Proxies.of(
                Map.of("HTTPS_PROXY", "a.test", "https_proxy", "b.test:1", "all_proxy", "http://[2001:db8::1]:3128"));
        assertThat(proxies.to(SAFE)).hasToString("proxy http://b.test:1");
        assertThat(proxies.to(FILMS)).hasToString("proxy http://[2001:db8::1]:3128");
        for (String here : List.of("localhost", "a.localhost", "127.0.0.1", "127.9.9.9", "::1")) {
            assertThat(proxies.to(new Host(true, here, 443))).as(here).isNull();
        }
        assertThat(Proxies.of(Map.of("HTTP_PROXY", "a.test")).to(FILMS)).isNotNull();
        assertThat(Proxies.of(Map.of("HTTP_PROXY", "a.test", "REQUEST_METHOD", "GET"))
                        .to(FILMS))
                .isNull();
        assertThat(Proxies.of(Map.of("http_proxy", " ")).to(FILMS)).isNull();
    }

    @ParameterizedTest
    @CsvSource({"socks5://p.test:1080", "https://p.test", "http://", "not a host:secret@x"})
    void address_thatIsNoUsableProxy_isRefusedWithoutItsText(String address) {
        assertThatThrownBy(() -> Proxies.of(Map.of("https_proxy", address)).to(SAFE))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("https_proxy")
                .hasMessageNotContaining("secret");
    }
}
