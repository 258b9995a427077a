package reel.backend.sftp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reel.stream.Refused;

final class SftpOptionsTest {
    @Test
    void of_nothing_leavesEverythingToSshButTheCiphers() throws Exception {
        SftpOptions options = SftpOptions.of(Map.of());

        assertThat(options.ssh()).isEqualTo("ssh");
        assertThat(options.acceptNew()).isFalse();
        assertThat(options.port()).isEqualTo(-1);
        assertThat(options.connections()).isZero();
        assertThat(options.ciphers()).startsWith("^aes128-gcm@openssh.com");
    }

    @Test
    void of_anUnknownName_isRefusedAndTellsTheKnownOnes() {
        assertThatThrownBy(() -> SftpOptions.of(Map.of("endpoint", "x")))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.hint()).contains("known-hosts"));
    }

    @ParameterizedTest
    @CsvSource({
        "port,0",
        "port,65536",
        "port,x",
        "connections,0",
        "connections,-1",
        "accept-new-host-keys,perhaps",
        "ciphers,aes128-ctr -oProxyCommand=x",
        "ciphers,''"
    })
    void of_aValueThatCannotBe_isRefused(String name, String value) {
        assertThatThrownBy(() -> SftpOptions.of(Map.of(name, value)))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("option " + name);
    }
}
