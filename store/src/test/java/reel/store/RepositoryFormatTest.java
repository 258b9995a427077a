package reel.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import reel.stream.Corrupt;
import reel.stream.ReelException;
import reel.stream.chunk.ChunkProfile;

/// The text that says what a repository is.
final class RepositoryFormatTest {
    private final RepositoryFormat format = RepositoryFormat.fresh(ChunkProfile.BALANCED);

    @Test
    void decode_ofWhatWasEncoded_isTheSame() throws ReelException {
        assertThat(RepositoryFormat.decode(format.encode(), "format")).isEqualTo(format);
    }

    @Test
    void decode_ofATextThatIsCut_saysSoAndWhatToDo() {
        byte[] whole = format.encode();
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);

            assertThatThrownBy(() -> RepositoryFormat.decode(cut, "the/format"))
                    .as(length + " bytes")
                    .isInstanceOfSatisfying(
                            Corrupt.class, corrupt -> assertThat(corrupt.hint()).contains("Bring this one object back"))
                    .hasMessageContaining(length == 0 ? "an empty file" : "only " + length + " bytes of it");
        }
    }

    @Test
    void decode_ofAnotherText_saysWhereItDiffers() {
        byte[] other = "something else altogether\n".getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> RepositoryFormat.decode(other, "the/format"))
                .isInstanceOf(Corrupt.class)
                .hasMessageContaining("the first line 'reel repository'");
        String text = new String(format.encode(), StandardCharsets.UTF_8);
        byte[] changed = text.replace("pack_bytes = 6", "pack_bytes = 7").getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> RepositoryFormat.decode(changed, "the/format"))
                .isInstanceOf(Corrupt.class)
                .hasMessageContaining("checksum ");
    }
}
