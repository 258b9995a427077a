package reel.backend.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import reel.backend.Source;
import reel.backend.place.Location;
import reel.backend.place.Login;
import reel.backend.place.Logins;
import reel.backend.place.Meta;
import reel.backend.place.Place;
import reel.backend.place.Reading;
import reel.backend.place.WriteRequest;
import reel.backend.place.Writing;
import reel.stream.Missing;
import reel.stream.Refused;
import reel.stream.Transient;
import reel.testkit.NeedsProgram;

/// What a real nginx does beside the contract: single files as places, TLS, logins.
@NeedsProgram({"nginx", "openssl"})
@Timeout(120)
final class NginxBehaviourTest {
    @TempDir
    static Path plainHome = Path.of("unset");

    @TempDir
    static Path tlsHome = Path.of("unset");

    private static Nginx plain;
    private static Nginx tls;
    private static String authority = "";

    @BeforeAll
    static void start() throws Exception {
        plain = Nginx.start(plainHome);
        Path key = tlsHome.resolve("key.pem");
        Path certificate = tlsHome.resolve("certificate.pem");
        Process made = new ProcessBuilder(List.of(
                        "openssl",
                        "req",
                        "-x509",
                        "-newkey",
                        "ec",
                        "-pkeyopt",
                        "ec_paramgen_curve:prime256v1",
                        "-nodes",
                        "-keyout",
                        key.toString(),
                        "-out",
                        certificate.toString(),
                        "-days",
                        "2",
                        "-subj",
                        "/CN=reel test",
                        "-addext",
                        "subjectAltName=IP:127.0.0.1"))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(made.waitFor(60, TimeUnit.SECONDS) && made.exitValue() == 0).isTrue();
        Path both = tlsHome.resolve("both.pem");
        Files.writeString(both, Files.readString(certificate) + Files.readString(key));
        authority = certificate.toString();
        tls = Nginx.start(tlsHome, both);
        for (Nginx one : List.of(plain, tls)) {
            Files.writeString(one.www().resolve("f.bin"), "hello");
        }
    }

    @AfterAll
    static void stop() {
        plain.close();
        tls.close();
    }

    private static String text(Place place, String path) throws IOException {
        StringBuilder all = new StringBuilder();
        try (Reading reading = place.open(place.stat(path))) {
            reading.read(
                    0,
                    reading.entry().size(),
                    piece -> all.append(new String(piece.toArray(ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8)));
        }
        return all.toString();
    }

    private static void write(Place place, String path, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try (Writing writing = place.create(WriteRequest.replacing(path, bytes.length, 1 << 20))) {
            writing.write(0, Source.of(bytes));
            writing.publish(null, Meta.NONE, Map.of());
        }
    }

    @Test
    void file_isAPlaceOfItsOwn_withItsQuery() throws IOException {
        for (@Nullable String query : new String[] {null, "download=1&sig=a/b"}) {
            Location where =
                    new Location("http", null, Nginx.HOST, plain.at("http", "").port(), "/f.bin", query);
            try (Place place = Nginx.open(where, Logins.NONE, Map.of())) {
                assertThat(place.stat("").isFile()).isTrue();
                assertThat(place.stat("").path()).isEmpty();
                assertThat(text(place, "")).isEqualTo("hello");
                assertThatThrownBy(() -> place.list("", entry -> {})).isInstanceOfAny(Refused.class, Missing.class);
            }
        }
    }

    @Test
    void file_ofItsOwn_canBeWritten() throws IOException {
        try (Place place = plain.open("dav", "/dav/fresh/one/clip.mov")) {
            assertThatThrownBy(() -> place.stat("")).isInstanceOf(Missing.class);
            write(place, "", "first");
            write(place, "", "second");
            assertThat(text(place, "")).isEqualTo("second");
        }
        assertThat(plain.www().resolve("dav/fresh/one").toFile().list()).containsExactly("clip.mov");
    }

    @Test
    void folder_whereAFileIsToBe_keepsItsFiles() throws IOException {
        try (Place place = plain.open("dav", "/dav/kept")) {
            write(place, "a/b", "x");
            assertThatThrownBy(() -> write(place, "a", "y")).isInstanceOf(Refused.class);
            assertThat(text(place, "a/b")).isEqualTo("x");
        }
        try (Place place = plain.open("dav", "/dav/kept/")) {
            assertThatThrownBy(() -> write(place, "", "y")).isInstanceOf(Refused.class);
        }
    }

    @Test
    void tls_withItsAuthority_isTrusted_andWithoutRefused() throws IOException {
        try (Place place = Nginx.open(tls.at("https", "/"), Logins.NONE, Map.of("ca-file", authority))) {
            assertThat(text(place, "f.bin")).isEqualTo("hello");
        }
        try (Place place = Nginx.open(tls.at("davs", "/dav/t"), Logins.NONE, Map.of("ca-file", authority))) {
            write(place, "a", "by TLS");
            assertThat(text(place, "a")).isEqualTo("by TLS");
        }
        try (Place place = tls.open("https", "/f.bin")) {
            assertThatThrownBy(() -> place.stat(""))
                    .isInstanceOfSatisfying(
                            Refused.class, refused -> assertThat(refused.hint()).contains("ca-file"));
        }
    }

    @Test
    void redirect_outOfTls_isRefused() throws IOException {
        try (Place place = Nginx.open(tls.at("https", "/down"), Logins.NONE, Map.of("ca-file", authority))) {
            assertThatThrownBy(() -> place.stat("")).isInstanceOf(Refused.class).hasMessageContaining("without TLS");
        }
    }

    @Test
    void login_opensWhatIsLocked() throws IOException {
        Logins right = Site.knowing(new Login.Password(Nginx.USER, Nginx.PASSWORD));
        Logins wrong = Site.knowing(new Login.Password(Nginx.USER, "other"));
        try (Place place = Nginx.open(plain.at("dav", "/locked/a"), right, Map.of())) {
            write(place, "b", "x");
            assertThat(text(place, "b")).isEqualTo("x");
        }
        for (Logins none : List.of(Logins.NONE, wrong)) {
            try (Place place = Nginx.open(plain.at("dav", "/locked/a"), none, Map.of())) {
                assertThatThrownBy(() -> place.stat("b"))
                        .isInstanceOf(Refused.class)
                        .hasMessageContaining("401")
                        .hasMessageNotContaining("other");
            }
        }
    }

    @Test
    void server_thatIsGone_isTransient() throws IOException {
        Location nobody = new Location("http", null, Nginx.HOST, Nginx.freePort(), "/x", null);
        try (Place place = Nginx.open(nobody, Logins.NONE, Map.of())) {
            assertThatThrownBy(() -> place.stat("")).isInstanceOf(Transient.class);
        }
    }

    @Test
    void options_thatAreUnknownOrWrong_areRefused() {
        for (Map<String, String> options :
                List.of(Map.of("web-dav", "true"), Map.of("webdav", "perhaps"), Map.of("ca-file", "/no/such/file"))) {
            assertThatThrownBy(() -> {
                        try (Place place = Nginx.open(plain.at("https", "/"), Logins.NONE, options)) {
                            place.stat("");
                        }
                    })
                    .isInstanceOfAny(Refused.class, Missing.class)
                    .message()
                    .containsAnyOf("web-dav", "webdav", "/no/such/file");
        }
    }

    /// Its settings are for what lies below `/dav/`, which `/dav` does not.
    @Test
    void dav_atAFolderThatOnlyHasASlashAtItsEnd_isToldAndListed() throws IOException {
        Files.writeString(plain.www().resolve("dav/a.mov"), "x");
        try (Place place = plain.open("dav", "/dav")) {
            List<String> told = new ArrayList<>();
            place.list("", entry -> told.add(entry.path()));

            assertThat(place.stat("").isFolder()).isTrue();
            assertThat(told).contains("a.mov");
        }
    }

    /// nginx keeps names that begin with a dot, and tells none of them.
    @Test
    void dav_folderThatWasEmptiedAsFarAsItIsTold_staysWithWhatIsNot() throws IOException {
        Path day = Files.createDirectories(plain.www().resolve("dav/film/day"));
        Files.writeString(day.resolve(".notes"), "nobody was told of this");
        try (Place place = plain.open("dav", "/dav")) {
            assertThatThrownBy(() -> place.deleteEmptied("film/day"))
                    .isInstanceOf(Refused.class)
                    .hasMessageContaining("begin with a dot");
        }

        assertThat(day.toFile().list()).containsExactly(".notes");
    }
}
