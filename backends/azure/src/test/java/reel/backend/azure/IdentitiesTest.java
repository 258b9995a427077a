package reel.backend.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reel.backend.place.Location;
import reel.backend.place.Login;
import reel.backend.place.PlaceContext;
import reel.stream.Refused;
import reel.stream.buffer.MemoryBudget;

final class IdentitiesTest {
    private static final Location WHERE = new Location("az", null, "films", -1, "/c", null);

    private static Identity of(@Nullable Login login, Map<String, String> environment) throws IOException {
        PlaceContext context = PlaceContext.of(MemoryBudget.of(1 << 20), Azurite.logins(login), Map.of());
        return new Identities(WHERE, context, AzureOptions.of(Map.of()), environment).identity();
    }

    @Test
    void login_ofReel_comesFirst() throws IOException {
        Map<String, String> environment = Map.of("AZURE_STORAGE_KEY", "b3RoZXI=");
        assertThat(of(new Login.AccessKey("films", "a2V5", null), environment))
                .isInstanceOfSatisfying(
                        Identity.SharedKey.class,
                        key -> assertThat(key.key())
                                .isEqualTo("key".getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
        assertThat(of(new Login.Token("sv=1&sig=x"), environment)).isEqualTo(new Identity.Sas("sv=1&sig=x"));
        assertThat(of(new Login.Token("eyJ0"), environment)).isEqualTo(new Identity.Bearer("eyJ0"));
    }

    @Test
    void variables_ofAzuresTools_areRead_forTheirAccountOnly() throws IOException {
        assertThat(of(null, Map.of("AZURE_STORAGE_ACCOUNT", "films", "AZURE_STORAGE_KEY", "a2V5")))
                .isInstanceOf(Identity.SharedKey.class);
        assertThat(of(null, Map.of("AZURE_STORAGE_SAS_TOKEN", "?sv=1&sig=x")))
                .isEqualTo(new Identity.Sas("sv=1&sig=x"));
        assertThat(of(null, Map.of("AZURE_STORAGE_CONNECTION_STRING", "AccountName=films;AccountKey=a2V5;X=")))
                .isInstanceOf(Identity.SharedKey.class);
    }

    @Test
    void key_thatIsNone_isRefusedWithoutShowingIt() {
        assertThatThrownBy(() -> of(new Login.AccessKey("films", "not base 64!", null), Map.of()))
                .isInstanceOf(Refused.class)
                .hasMessageNotContaining("base 64!");
        for (Object identity : List.of(new Identity.SharedKey(new byte[] {1}), new Identity.Sas("sv&sig=secret"))) {
            assertThat(identity.toString()).doesNotContain("secret");
        }
    }

    @Test
    void token_ofAProgram_isItsOutput_andNothingWhereItFails() throws IOException {
        assertThat(AzLogin.token(List.of("sh", "-c", "echo token"))).isEqualTo("token");
        assertThat(AzLogin.token(List.of("sh", "-c", "echo token; exit 1"))).isNull();
        assertThat(AzLogin.token(List.of("no-such-program-at-all"))).isNull();
    }

    @Test
    void signature_isOfTheDocumentedText() {
        String text = SharedKeySignature.text(
                "films",
                "PUT",
                "/c/a%20b",
                Map.of("comp", "block", "blockid", "AAA="),
                Map.of("Content-MD5", "md5", "x-ms-version", "2021-12-02", "x-ms-date", "now"),
                5);
        assertThat(text)
                .isEqualTo("PUT\n\n\n5\nmd5\n\n\n\n\n\n\n\nx-ms-date:now\nx-ms-version:2021-12-02\n"
                        + "/films/c/a%20b\nblockid:AAA=\ncomp:block");
    }
}
