package reel.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reel.backend.place.MemoryPlace;
import reel.backend.place.Meta;
import reel.backend.place.Place;
import reel.backend.place.PlaceTraits;
import reel.backend.place.Touching;
import reel.stream.Refused;
import reel.stream.buffer.MemoryBudget;
import reel.transfer.job.Comparison;
import reel.transfer.job.Endpoint;
import reel.transfer.job.Keeping;
import reel.transfer.job.Mode;
import reel.transfer.job.TransferJob;
import reel.transfer.job.TransferOptions;
import reel.transfer.job.TransferReport;

/// Permissions that changed alone, after a copy.
final class PermissionsTest {
    private final MemoryBudget memory = MemoryBudget.tracked(64 << 20);
    private final MemoryPlace from = MemoryPlace.create();
    private final MemoryPlace to = MemoryPlace.create();
    private final Heard heard = new Heard();

    /// A place that answers every wish for other permissions in its own way.
    private static final class TouchyPlace extends OtherPlace {
        private final Touching touching;

        TouchyPlace(Place inner, Touching touching) {
            super(inner);
            this.touching = touching;
        }

        @Override
        public PlaceTraits traits() {
            return traits(touching);
        }
    }

    @BeforeEach
    void copied_thenChanged() throws IOException {
        for (String path : new String[] {"run.sh", "bin/tool", "plain"}) {
            Trees.put(from, "in/" + path, path.getBytes(), Trees.NOON, Meta.ofMode(0644));
            Trees.put(to, "out/" + path, path.getBytes(), Trees.NOON, Meta.ofMode(0644));
        }
        Trees.touch(from, "in/run.sh", Trees.NOON, Meta.ofMode(0755));
        Trees.touch(from, "in/bin/tool", Trees.NOON, Meta.ofMode(0700));
    }

    @AfterEach
    void noLeaseIsLeft() {
        memory.close();
    }

    private TransferReport run(Mode mode, Place destination, TransferOptions options) throws IOException {
        return Transfer.run(
                new TransferJob(mode, new Endpoint(from, "in"), new Endpoint(destination, "out"), options),
                memory,
                heard);
    }

    private @Nullable Integer mode(String path) throws IOException {
        return to.stat("out/" + path).meta().mode();
    }

    private void requireSet(TransferReport report) throws IOException {
        assertThat(report.touched()).isEqualTo(2);
        assertThat(report.same()).isEqualTo(3);
        assertThat(report.sentBytes()).isZero();
        assertThat(heard.touched).containsExactlyInAnyOrder("run.sh", "bin/tool");
        assertThat(mode("run.sh")).isEqualTo(0755);
        assertThat(mode("bin/tool")).isEqualTo(0700);
        assertThat(to.stat("out/run.sh").modified()).isEqualTo(Trees.NOON);
    }

    @Test
    void copy_setsThem_andSendsNothing() throws IOException {
        requireSet(run(Mode.COPY, to, TransferOptions.DEFAULT));

        assertThat(run(Mode.COPY, to, TransferOptions.DEFAULT).touched()).isZero();
    }

    @Test
    void comparingSizesAlone_orContents_setsThemAsWell() throws IOException {
        requireSet(run(Mode.SYNC, to, TransferOptions.DEFAULT.with(Comparison.by(Comparison.Rule.SIZE))));

        Trees.touch(from, "in/plain", Trees.NOON, Meta.ofMode(0600));
        run(Mode.SYNC, to, TransferOptions.DEFAULT.with(Comparison.by(Comparison.Rule.CHECKSUM)));
        assertThat(mode("plain")).isEqualTo(0600);
    }

    @Test
    void move_ofWhatIsThere_setsThem_andTakesTheSourceAway() throws IOException {
        requireSet(run(Mode.MOVE, to, TransferOptions.DEFAULT));

        assertThat(Trees.below(from, "in")).isEmpty();
    }

    @Test
    void check_setsNothing() throws IOException {
        assertThat(run(Mode.CHECK, to, TransferOptions.DEFAULT).different()).isZero();

        assertThat(mode("run.sh")).isEqualTo(0644);
    }

    @Test
    void dryRun_tells_andSetsNothing() throws IOException {
        TransferReport report = run(Mode.COPY, to, TransferOptions.DEFAULT.asDryRun());

        assertThat(report.touched()).isEqualTo(2);
        assertThat(heard.touched).containsExactlyInAnyOrder("run.sh", "bin/tool");
        assertThat(mode("run.sh")).isEqualTo(0644);
    }

    @Test
    void withoutMetadata_theyStay() throws IOException {
        run(Mode.COPY, to, TransferOptions.DEFAULT.with(new Keeping(false, null, false, false)));

        assertThat(mode("run.sh")).isEqualTo(0644);
    }

    @Test
    void setIdBits_alone_areNoDifference_sinceTheirOwnerMayNotBeKept() throws IOException {
        Trees.touch(from, "in/plain", Trees.NOON, Meta.ofMode(04644));

        run(Mode.COPY, to, TransferOptions.DEFAULT);

        assertThat(heard.touched).doesNotContain("plain");
    }

    @Test
    void refusal_isTold_andNothingFails() throws IOException {
        TransferReport report = run(
                Mode.COPY,
                new TouchyPlace(to, (path, modified, meta) -> {
                    throw new Refused(path, "permission denied", "Ask its owner.");
                }),
                TransferOptions.DEFAULT);

        assertThat(report.failed()).isZero();
        assertThat(report.touched()).isZero();
        assertThat(heard.notes)
                .anySatisfy(note -> assertThat(note)
                        .contains("run.sh")
                        .contains("permissions are not kept")
                        .contains("permission denied"));
    }

    @Test
    void placeThatHoldsNone_isNotSaidToHaveThem() throws IOException {
        TransferReport report =
                run(Mode.COPY, new TouchyPlace(to, (path, modified, meta) -> {}), TransferOptions.DEFAULT);

        assertThat(report.touched()).isZero();
        assertThat(report.same()).isEqualTo(3);
        assertThat(heard.notes).isEmpty();
    }
}
