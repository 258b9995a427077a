package reel.protect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reel.protect.disk.Disk;
import reel.protect.model.Form;
import reel.protect.model.ProtectProgress;
import reel.stream.Exhausted;

/// A disk without room for all of it is known before anything is written there.
final class RoomTest {
    private static final int BYTES = 500_000;

    @TempDir
    Path folder;

    private record SmallDisk(long free) implements OverLocalDisk {
        @Override
        public long room(Path below) {
            return free;
        }
    }

    private Desk desk() throws IOException {
        Desk desk = new Desk(folder);
        desk.write(RandomGenerator.of("L64X128MixRandom"), BYTES);
        return desk;
    }

    private static ProtectSession session(Disk disk, Form form) throws IOException {
        return new ProtectSession(Desk.config(form), disk);
    }

    /// What the symbols of the source take, found out by making them.
    private long taken(Desk desk, Form form) throws IOException {
        Path apart = folder.resolve("apart");
        Desk.session(form).encode(desk.source, apart, ProtectProgress.NONE);
        try (var all = Files.walk(apart)) {
            return all.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().endsWith(".json"))
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void encode_withoutRoom_writesNothing(Form form) throws IOException {
        Desk desk = desk();
        long taken = taken(desk, form);
        assertThatThrownBy(() -> desk.encode(session(new SmallDisk(taken - 1), form)))
                .isInstanceOf(Exhausted.class)
                .hasMessageContaining("needs " + taken + " bytes of disk, " + (taken - 1) + " are free");
        assertThat(desk.symbols).isEmptyDirectory();
        desk.encode(session(new SmallDisk(taken), form));
        assertThat(Desk.session(form)
                        .verify(desk.symbols, null, ProtectProgress.NONE)
                        .isWhole())
                .isTrue();
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void decode_withoutRoom_writesNothing(Form form) throws IOException {
        Desk desk = desk();
        desk.encode(Desk.session(form));
        assertThatThrownBy(() -> session(new SmallDisk(BYTES - 1), form)
                        .decode(desk.symbols, null, desk.back, ProtectProgress.NONE))
                .isInstanceOf(Exhausted.class)
                .hasMessageContaining("needs " + BYTES + " bytes");
        assertThat(folder.toFile().list()).containsExactlyInAnyOrder("movie.mov", "symbols");
        session(new SmallDisk(BYTES), form).decode(desk.symbols, null, desk.back, ProtectProgress.NONE);
        assertThat(desk.back).hasSameBinaryContentAs(desk.source);
    }

    /// What an encode left that was stopped is not asked for once more.
    @Test
    void encode_goingOn_needsTheRestAlone() throws IOException {
        Desk desk = desk();
        long taken = taken(desk, Form.CONTAINER);
        FaultyDisk full = new FaultyDisk(40, true);
        assertThatThrownBy(() -> desk.encode(session(full, Form.CONTAINER))).isInstanceOf(Exhausted.class);
        desk.encode(session(new SmallDisk(taken - 1), Form.CONTAINER));
        assertThat(Desk.session(Form.CONTAINER)
                        .verify(desk.symbols, null, ProtectProgress.NONE)
                        .isWhole())
                .isTrue();
    }
}
