package reel.backend.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reel.backend.Source;
import reel.backend.place.Entry;
import reel.backend.place.Location;
import reel.backend.place.Login;
import reel.backend.place.Meta;
import reel.backend.place.Place;
import reel.backend.place.WriteRequest;
import reel.backend.place.Writing;
import reel.backend.wire.Percent;
import reel.stream.Conflict;
import reel.stream.Missing;
import reel.stream.Refused;
import reel.stream.buffer.MemoryBudget;
import reel.testkit.NeedsProgram;

/// What blobs do beyond the contract, against the emulator.
@NeedsProgram({"node", "azurite-blob"})
final class AzureBehaviourTest {
    private static final Instant TIME = Instant.parse("2019-03-04T05:06:07.123456789Z");
    private static final int PART = 100_000;

    @TempDir
    static Path folder;

    private final MemoryBudget memory = MemoryBudget.tracked(64 << 20);
    private Azurite server = started();
    private Location where = new Location("az", null, "a", -1, "/c", null);

    private static Azurite started() {
        try {
            return Azurite.get(folder);
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    @BeforeEach
    void container() throws IOException {
        where = server.container(memory);
    }

    private static Entry put(Place place, String path, int bytes) throws IOException {
        try (Writing writing = place.create(WriteRequest.replacing(path, bytes, PART))) {
            for (int at = 0; at < bytes; at += PART) {
                writing.write(at, Source.of(new byte[Math.min(PART, bytes - at)]));
            }
            return writing.publish(TIME, Meta.NONE, Map.of());
        }
    }

    private Place open(Login login, String... options) throws IOException {
        return new AzureProvider().open(where, server.context(memory, login, options));
    }

    @Test
    void time_isToldByListingsToo() throws IOException {
        try (Place place = server.open(memory, where)) {
            put(place, "a", 1);
            put(place, "b", PART + 1);
            List<Entry> listed = new ArrayList<>();
            place.list("", listed::add);
            assertThat(listed).extracting(Entry::modified).containsExactly(TIME, TIME);
            assertThat(listed.get(1)).isEqualTo(place.stat("b"));
        }
    }

    @Test
    void signature_letsInAsFarAsItSays() throws Exception {
        try (Place owner = server.open(memory, where)) {
            put(owner, "a", 3);
        }
        try (Place guest = open(new Login.Token("?" + sas("rl")))) {
            assertThat(guest.stat("a").size()).isEqualTo(3);
            assertThatThrownBy(() -> put(guest, "b", 3))
                    .isInstanceOf(Refused.class)
                    .hasMessageNotContaining("sig=");
        }
        try (Place guest = open(new Login.Token(sas("racwdl")))) {
            put(guest, "b", PART + 1);
            Entry copied = Objects.requireNonNull(guest.traits().copying()).copy(guest.stat("b"), "c");
            assertThat(copied.size()).isEqualTo(PART + 1);
        }
    }

    /// A service signature for the container ("Create a service SAS", version 2020-12-06).
    private String sas(String permissions) throws GeneralSecurityException {
        String container = where.path().substring(1);
        String until =
                Instant.now().plusSeconds(600).truncatedTo(ChronoUnit.SECONDS).toString();
        String text = String.join(
                "\n",
                permissions,
                "",
                until,
                "/blob/" + Azurite.ACCOUNT + "/" + container,
                "",
                "",
                "",
                "2020-12-06",
                "c",
                "",
                "",
                "",
                "",
                "",
                "",
                "");
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(Base64.getDecoder().decode(Azurite.KEY), "HmacSHA256"));
        String signature = Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        return "sv=2020-12-06&sr=c&sp=" + permissions + "&se=" + Percent.encode(until) + "&sig="
                + Percent.encode(signature);
    }

    @Test
    void key_ofAFile_opens_andAWrongOneIsRefused() throws IOException {
        Path file = folder.resolve("key");
        Files.writeString(file, Azurite.KEY + "\n");
        try (Place place = open(new Login.Anonymous(), "key-file", file.toString())) {
            put(place, "a", 1);
        }
        String wrong = Base64.getEncoder().encodeToString("another key".getBytes(StandardCharsets.UTF_8));
        try (Place place = open(new Login.AccessKey(Azurite.ACCOUNT, wrong, null))) {
            assertThatThrownBy(() -> place.stat("a"))
                    .isInstanceOf(Refused.class)
                    .hasMessageNotContaining(wrong);
        }
        try (Place place = open(new Login.Anonymous())) {
            assertThatThrownBy(() -> place.stat("a")).isInstanceOfAny(Refused.class, Missing.class);
        }
    }

    @Test
    void writers_ofTheSameName_neverMixTheirBlocks() throws IOException {
        try (Place place = server.open(memory, where)) {
            WriteRequest request = WriteRequest.replacing("a", 2 * PART, PART);
            byte[] mine = new byte[PART];
            byte[] yours = new byte[PART];
            java.util.Arrays.fill(mine, (byte) 1);
            java.util.Arrays.fill(yours, (byte) 2);
            try (Writing one = place.create(request);
                    Writing other = place.create(request)) {
                one.write(0, Source.of(mine));
                other.write(0, Source.of(yours));
                one.write(PART, Source.of(mine));
                other.write(PART, Source.of(yours));
                one.publish(TIME, Meta.NONE, Map.of());
                assertThatThrownBy(() -> other.publish(TIME, Meta.NONE, Map.of()))
                        .isInstanceOf(Conflict.class);
            }
            byte[] first = new byte[2];
            try (reel.backend.place.Reading reading = place.open(place.stat("a"))) {
                int[] at = {0};
                for (long offset : new long[] {0, PART}) {
                    reading.read(
                            offset, 1, piece -> first[at[0]++] = piece.get(java.lang.foreign.ValueLayout.JAVA_BYTE, 0));
                }
            }
            assertThat(first).containsExactly(1, 1);
        }
    }

    @Test
    void container_thatIsNotThere_isMissing() throws IOException {
        Location nowhere = where.at("/no-such-container");
        try (Place place = server.open(memory, nowhere)) {
            assertThatThrownBy(() -> place.stat("")).isInstanceOf(Missing.class).hasMessageContaining("container");
            assertThatThrownBy(() -> put(place, "a", 1)).isInstanceOf(Missing.class);
        }
    }
}
