package reel.protect.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reel.backend.Backend;
import reel.backend.Handle;
import reel.backend.MemoryBackend;
import reel.backend.Replacing;
import reel.backend.Source;
import reel.backend.layer.BoundBackend;
import reel.backend.layer.Bounds;
import reel.backend.layer.FaultBackend;
import reel.backend.layer.SimulatedCrash;
import reel.stream.Conflict;
import reel.stream.Missing;

final class TwinBackendTest {
    private static final Handle OP = Handle.of("ops/0000000000000007");
    private static final byte[] BYTES = "seven brides for seven brothers".getBytes(StandardCharsets.UTF_8);

    private final MemoryBackend raw = MemoryBackend.create();
    private final List<Handle> healed = new ArrayList<>();
    private final Backend twinned = TwinBackend.over(raw, healed::add);

    /// What may happen to a small object.
    enum Harm {
        DELETE,
        ZERO,
        TRUNCATE,
        FLIP,
        LENGTHEN
    }

    private void harm(Handle handle, Harm harm) throws IOException {
        byte[] bytes = read(raw, handle);
        byte[] wrong = switch (harm) {
            case DELETE -> null;
            case ZERO -> new byte[bytes.length];
            case TRUNCATE -> Arrays.copyOf(bytes, bytes.length / 2);
            case LENGTHEN -> Arrays.copyOf(bytes, bytes.length + 3);
            case FLIP -> {
                byte[] flipped = bytes.clone();
                flipped[bytes.length / 3] ^= 1;
                yield flipped;
            }
        };
        if (wrong == null) {
            raw.delete(handle);
        } else {
            Objects.requireNonNull(raw.traits().replacing()).replace(handle, Source.of(wrong));
        }
    }

    private static byte[] read(Backend backend, Handle handle) throws IOException {
        byte[] bytes = new byte[(int) backend.stat(handle).size()];
        backend.read(handle, 0, MemorySegment.ofArray(bytes));
        return bytes;
    }

    private static Handle twinOf(Handle handle) {
        return TwinNames.twin(handle);
    }

    @ParameterizedTest
    @EnumSource(Harm.class)
    void object_harmed_isPutBackWhenRead(Harm harm) throws IOException {
        twinned.createNew(OP, Source.of(BYTES));
        harm(OP, harm);

        assertThat(read(twinned, OP)).isEqualTo(BYTES);

        assertThat(read(raw, OP)).isEqualTo(BYTES);
        assertThat(healed).containsExactly(OP);
    }

    @ParameterizedTest
    @EnumSource(Harm.class)
    void twin_harmed_changesNothing(Harm harm) throws IOException {
        twinned.createNew(OP, Source.of(BYTES));
        harm(twinOf(OP), harm);

        assertThat(read(twinned, OP)).isEqualTo(BYTES);
        assertThat(healed).isEmpty();

        assertThat(new Twins(raw).complete()).containsExactly(OP);
        assertThat(new Twins(raw).check()).isEmpty();
    }

    @Test
    void twins_exchanged_putNothingInEachOthersPlace() throws IOException {
        Handle one = Handle.of("ops/0000000000000001");
        Handle two = Handle.of("format");
        twinned.createNew(one, Source.of(new byte[] {1, 1}));
        twinned.createNew(two, Source.of(new byte[] {2, 2}));
        byte[] twin = read(raw, twinOf(one));
        Replacing replacing = Objects.requireNonNull(raw.traits().replacing());
        replacing.replace(twinOf(one), Source.of(read(raw, twinOf(two))));
        replacing.replace(twinOf(two), Source.of(twin));

        assertThat(read(twinned, one)).containsExactly(1, 1);
        assertThat(read(twinned, two)).containsExactly(2, 2);
        assertThat(healed).isEmpty();
    }

    @Test
    void newestOperation_deleted_isFoundByStatListAndCreate() throws IOException {
        twinned.createNew(OP, Source.of(BYTES));
        raw.delete(OP);
        assertThat(twinned.stat(OP).size()).isEqualTo(BYTES.length);

        raw.delete(OP);
        List<Handle> listed = new ArrayList<>();
        twinned.list("ops/", stat -> listed.add(stat.handle()));
        assertThat(listed).containsExactly(OP);

        raw.delete(OP);
        assertThatThrownBy(() -> twinned.createNew(OP, Source.of(new byte[] {1})))
                .isInstanceOf(Conflict.class);
        assertThat(read(raw, OP)).isEqualTo(BYTES);
    }

    @Test
    void key_deleted_doesNotComeBack() throws IOException {
        Handle key = Handle.of("keys/0a");
        twinned.createNew(key, Source.of(BYTES));

        twinned.delete(key);

        assertThatThrownBy(() -> twinned.stat(key)).isInstanceOf(Missing.class);
        assertThat(new Twins(raw).restore()).isEmpty();
        List<Handle> left = new ArrayList<>();
        raw.list("", stat -> left.add(stat.handle()));
        assertThat(left).isEmpty();
    }

    @Test
    void delete_dyingAtEachStep_neverLeavesTheTwinAlone() throws IOException {
        Handle key = Handle.of("keys/0a");
        twinned.createNew(key, Source.of(BYTES));
        for (long step = 1; step <= 4; step++) {
            MemoryBackend left = raw.snapshot();
            Backend dying = TwinBackend.over(FaultBackend.dying(left, step, step), handle -> {});

            assertThatThrownBy(() -> dying.delete(key)).isInstanceOf(SimulatedCrash.class);

            List<Handle> there = new ArrayList<>();
            left.list("", stat -> there.add(stat.handle()));
            assertThat(there).isNotEqualTo(List.of(twinOf(key)));
        }
    }

    @Test
    void twin_thatCannotBeWritten_failsNothing() throws IOException {
        FaultBackend full = FaultBackend.failing(raw, FaultBackend.Fault.FULL, 3, 1);

        TwinBackend.over(full, healed::add).createNew(OP, Source.of(BYTES));

        assertThat(read(raw, OP)).isEqualTo(BYTES);
        assertThat(new Twins(raw).check()).containsExactly(new Twins.Finding(OP, Twins.State.TWIN_MISSING));
    }

    @Test
    void object_thatCannotBePutBack_isReadFromItsTwin() throws IOException {
        twinned.createNew(OP, Source.of(BYTES));
        raw.delete(OP);
        Backend readOnly =
                TwinBackend.over(BoundBackend.over(raw, new Bounds(1, 1, 0), () -> Long.MAX_VALUE), healed::add);

        assertThat(read(readOnly, OP)).isEqualTo(BYTES);
        assertThat(healed).isEmpty();
    }

    @Test
    void pack_hasNoTwin() throws IOException {
        twinned.createNew(Handle.of("packs/ab/abcd.pack"), Source.of(BYTES));

        assertThat(new Twins(raw).check()).isEmpty();
        List<Handle> all = new ArrayList<>();
        raw.list("", stat -> all.add(stat.handle()));
        assertThat(all).hasSize(1);
    }
}
