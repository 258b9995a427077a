package reel.app.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reel.backend.place.Location;
import reel.stream.Missing;
import reel.stream.ReelException;
import reel.stream.Refused;

/// What users type, and what it means.
final class LocationsTest {
    private final Locations locations;

    LocationsTest(@TempDir Path home) throws IOException {
        Remotes remotes = Remotes.load(Map.of(), home);
        remotes.add(Remote.of("nas", "sftp://film@nas:2222/vol", Map.of("known-hosts", "/k")), false);
        remotes.add(Remote.of("own", "sftp://nas", Map.of()), false);
        remotes.add(Remote.of("top", "sftp://nas/", Map.of()), false);
        remotes.add(Remote.of("cut", "s3://bucket", Map.of()), false);
        this.locations = new Locations(Path.of("/home/ada"), remotes);
    }

    @ParameterizedTest
    @CsvSource({
        "/a, /a, false",
        "/a/, /a, true",
        "./x, /home/ada/x, false",
        "x/y/, /home/ada/x/y, true",
        "., /home/ada, true",
        ".., /home/ada/.., true",
        "a/../b, /home/ada/a/../b, false",
        "./nas:x, /home/ada/nas:x, false",
        "./a:b, /home/ada/a:b, false",
        "take 3: final.mov, /home/ada/take 3: final.mov, false",
        "C:\\x, /home/ada/C:\\x, false",
        "c:x, /home/ada/c:x, false",
        "a/b:c, /home/ada/a/b:c, false",
        "100%.mov, /home/ada/100%.mov, false",
        "file:///a%20b, /a b, false",
        "file://localhost/a/, /a, true",
        "FILE:///, /, true",
        "/, /, true"
    })
    void path_ofThisMachine_isTakenAsItIs(String typed, String path, boolean folder) throws IOException {
        Spot spot = locations.parse(typed);

        assertThat(spot.location()).isEqualTo(Location.local(path));
        assertThat(spot.folder()).isEqualTo(folder);
        assertThat(spot.remote()).isNull();
        assertThat(spot.isLocal()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "sftp://user@nas:22/vol, sftp, user, nas, 22, /vol, -",
                "SFTP://NAS/vol/, sftp, -, NAS, -1, /vol, -",
                "ssh://nas, ssh, -, nas, -1, '', -",
                "ssh://nas/, ssh, -, nas, -1, /, -",
                "s3://bucket/, s3, -, bucket, -1, '', -",
                "sftp://nas/My%20Film/100%25, sftp, -, nas, -1, /My Film/100%, -",
                "sftp://a%40b@nas/x, sftp, a@b, nas, -1, /x, -",
                "sftp://nas//vol/./x, sftp, -, nas, -1, /vol/x, -",
                "sftp://[2001:db8::1]:22/x, sftp, -, 2001:db8::1, 22, /x, -",
                "sftp://[fe80::1%25eth0]/x, sftp, -, fe80::1%eth0, -1, /x, -",
                "s3://bucket/100% done?.mov, s3, -, bucket, -1, /100% done?.mov, -",
                "s3://bucket/a#b%20c, s3, -, bucket, -1, /a#b%20c, -",
                "az://account/container/x, az, -, account, -1, /container/x, -",
                "gs://b/k, gs, -, b, -1, /k, -",
                "https://host/a%20b?x=%201#part, https, -, host, -1, /a b, x=%201",
                "https://host?x, https, -, host, -1, '', x"
            })
    void address_ofEveryKind_isTakenApart(
            String typed, String scheme, String user, String host, int port, String path, String query)
            throws IOException {
        assertThat(locations.parse(typed).location()).isEqualTo(new Location(scheme, user, host, port, path, query));
    }

    @Test
    void address_ofIpv6_isShownWithBrackets() throws IOException {
        assertThat(locations.parse("sftp://[::1]:22/x").location().toString()).isEqualTo("sftp://[::1]:22/x");
    }

    @ParameterizedTest
    @CsvSource({
        "nas:/x, /vol/x, false",
        "nas:x, /vol/x, false",
        "nas:, /vol, true",
        "nas:/, /vol, true",
        "nas:a%20b//./c/, /vol/a%20b/c, true",
        "own:x, /~/x, false",
        "own:, '', true",
        "own:/, '', true",
        "top:x, /x, false",
        "top:/, /, true",
        "cut:x, /x, false",
        "cut:, '', true"
    })
    void remote_withAPath_isBelowItsRoot(String typed, String path, boolean folder) throws IOException {
        Spot spot = locations.parse(typed);

        assertThat(spot.location().path()).isEqualTo(path);
        assertThat(spot.folder()).isEqualTo(folder);
        assertThat(spot.remote()).isEqualTo(typed.substring(0, 3));
        assertThat(locations.isElsewhere(typed)).isTrue();
    }

    @Test
    void remote_bringsItsOptions() throws IOException {
        assertThat(locations.parse("nas:x").options()).containsExactly(Map.entry("known-hosts", "/k"));
    }

    @ParameterizedTest
    @CsvSource({
        "'', names no place",
        "nas:../x, goes up",
        "sftp://nas/a/../b, goes up",
        "s3://bucket/a//b, empty name",
        "sftp:///x, names no host",
        "sftp://nas:99999/x, port",
        "sftp://nas:abc/x, port",
        "sftp://::1/x, without brackets",
        "sftp://[::1/x, no IPv6",
        "sftp://-oProxyCommand=x/y, host that cannot be",
        "sftp://-l@nas/y, user name",
        "sftp://a b/y, host that cannot be",
        "https://host/100%, two digits",
        "https://host/%00, two digits",
        "https://host/%ff, not UTF-8",
        "file://other/x, this machine only",
        "ada@nas:film, sftp://ada@nas/film"
    })
    void word_thatCannotBe_isRefusedWithAWayOut(String typed, String words) {
        Refused refused = catchThrowableOfType(Refused.class, () -> locations.parse(typed));

        assertThat(refused.getMessage() + " " + refused.hint()).contains(words);
        assertThat(refused.hint()).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sftp://film:hunter2@nas/x",
                "https://film:hunter2@host/x?y",
                "sftp://film:hunter2@nas:99999/x",
                "film:hunter2@nas",
                "film:hunter2@nas:/x"
            })
    void password_inAWord_isRefusedAndNotSaidAgain(String typed) {
        Refused refused = catchThrowableOfType(Refused.class, () -> locations.parse(typed));

        assertThat(refused.getMessage() + refused.hint() + refused)
                .contains("password")
                .doesNotContain("hunter2");
    }

    @Test
    void name_ofNoRemote_tellsHowToMakeOne() {
        assertThatThrownBy(() -> locations.parse("tape:x")).isInstanceOfSatisfying(Missing.class, missing -> {
            assertThat(missing).hasMessageContaining("remote 'tape'").hasMessageContaining("cut, nas, own");
            assertThat(missing.hint()).contains("reel remote add tape", "./tape:x");
        });
        assertThatThrownBy(() -> locations.parse("s3:bucket/x"))
                .isInstanceOfSatisfying(
                        ReelException.class,
                        missing -> assertThat(missing.hint()).contains("s3://bucket/x"));
        assertThat(locations.isElsewhere("tape:x")).isFalse();
        assertThat(locations.isElsewhere("./nas:x")).isFalse();
        assertThat(locations.isElsewhere("s3://b/x")).isTrue();
    }
}
