package reel.protect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import reel.protect.disk.Disk;
import reel.protect.model.DecodeReport;
import reel.protect.model.Form;
import reel.protect.model.ProtectProgress;
import reel.protect.model.RepairReport;
import reel.protect.model.VerifyReport;
import reel.stream.Corrupt;
import reel.stream.Missing;
import reel.stream.Refused;
import reel.testkit.RamFolder;
import reel.testkit.Seeded;

/// What lies in a symbol folder under names it should not have: folders, pipes and links in the place of files, parts
/// of another file, parts twice or under each other's names, files that are no parts at all.
@Seeded
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class StrayFilesTest {
    private static final String PART = "part-003.rqs";

    @TempDir(factory = RamFolder.class)
    Path temp;

    private Desk desk(String name, Form form, RandomGenerator random) throws IOException {
        Desk desk = new Desk(Files.createDirectory(temp.resolve(name)));
        desk.write(random, 200_000);
        desk.encode(Desk.session(form));
        return desk;
    }

    private static void requireBack(Desk desk, Disk disk) throws IOException {
        ProtectSession session = new ProtectSession(Desk.config(Form.MODERN), disk);
        session.decode(desk.symbols, null, desk.back, ProtectProgress.NONE);
        assertThat(desk.back).hasSameBinaryContentAs(desk.source);
    }

    private static VerifyReport verify(Desk desk) throws IOException {
        return Desk.session(Form.MODERN).verify(desk.symbols, null, ProtectProgress.NONE);
    }

    private static RepairReport repair(Desk desk) throws IOException {
        return Desk.session(Form.MODERN).repair(desk.symbols, null, ProtectProgress.NONE);
    }

    /// Puts something that is no file where `file` was.
    private static void replace(Path file, String kind) throws Exception {
        Files.delete(file);
        switch (kind) {
            case "folder" -> Files.createDirectory(file);
            case "pipe" ->
                assertThat(new ProcessBuilder("mkfifo", file.toString()).start().waitFor())
                        .isZero();
            case "dangling" -> Files.createSymbolicLink(file, Path.of("nowhere"));
            default -> Files.createSymbolicLink(file, file.getFileName());
        }
    }

    /// Whoever decodes it would get the other file.
    @Test
    void encode_intoAFolderWithSymbolsOfAnotherLayout_isRefused(RandomGenerator random) throws IOException {
        for (Form there : Form.values()) {
            Desk desk = desk(there.word(), there, random);
            List<String> before = desk.snapshot();
            for (Form form : Form.values()) {
                assertThatThrownBy(() -> desk.encode(Desk.session(form)))
                        .isInstanceOf(Refused.class)
                        .hasMessageContaining("there are symbols already");
            }
            assertThat(desk.snapshot()).isEqualTo(before);
        }
    }

    @ParameterizedTest
    @CsvSource({"folder", "pipe", "dangling", "loop"})
    void part_thatIsNoFile_isDamagedAndTheOthersDo(String kind, RandomGenerator random) throws Exception {
        Desk desk = desk("desk", Form.CONTAINER, random);
        replace(desk.symbols.resolve(PART), kind);
        requireBack(desk, Disk.LOCAL);
        VerifyReport found = verify(desk);
        assertThat(found.isRecoverable()).isTrue();
        assertThat(found.isWhole()).isFalse();
        assertThat(found.damaged()).anyMatch(name -> name.contains(PART));
        assertThat(Desk.session(Form.CONTAINER).info(desk.symbols, null).bytes())
                .isEqualTo(200_000);

        assertThat(repair(desk).symbols()).isPositive();

        assertThat(verify(desk).isWhole()).isTrue();
        requireBack(desk, Disk.LOCAL);
    }

    @ParameterizedTest
    @CsvSource({"folder", "pipe", "dangling", "loop"})
    void symbol_thatIsNoFile_isDamagedAndTheOthersDo(String kind, RandomGenerator random) throws Exception {
        Desk desk = desk("desk", Form.MODERN, random);
        List<String> before = desk.snapshot();
        for (Path symbol : Desk.some(desk.symbolFiles(), 0.02, random)) {
            replace(symbol, kind);
        }
        requireBack(desk, Disk.LOCAL);
        assertThat(verify(desk).isRecoverable()).isTrue();
        assertThat(verify(desk).isWhole()).isFalse();

        assertThat(repair(desk).symbols()).isPositive();

        assertThat(verify(desk).isWhole()).isTrue();
        assertThat(desk.snapshot()).isEqualTo(before);
    }

    /// A disk that can not read some places any more: each costs the symbols there, and no part as a whole.
    @ParameterizedTest
    @CsvSource({"0", "5000", "9000", "-3000"})
    void part_withBadSectors_losesOnlyWhatIsThere(long at, RandomGenerator random) throws IOException {
        Desk desk = desk("desk", Form.CONTAINER, random);
        Path bad = desk.symbols.resolve(PART);
        Disk disk = new BadSectorDisk(bad, at < 0 ? Files.size(bad) + at : at);
        requireBack(desk, disk);
        ProtectSession session = new ProtectSession(Desk.config(Form.MODERN), disk);
        VerifyReport found = session.verify(desk.symbols, null, ProtectProgress.NONE);
        assertThat(found.isWhole()).isFalse();
        assertThat(found.damaged()).anyMatch(name -> name.contains(PART));
        assertThat(found.intact()).isGreaterThanOrEqualTo(found.total() - 5);
    }

    @Test
    void repair_ofAPartThatIsThereTwice_makesBothWhole(RandomGenerator random) throws IOException {
        Desk desk = desk("desk", Form.CONTAINER, random);
        Files.copy(desk.symbols.resolve(PART), desk.symbols.resolve("a-copy.rqs"));
        List<String> before = desk.snapshot();
        Desk.flip(desk.symbols.resolve(PART), 9000);
        assertThat(verify(desk).isWhole()).isFalse();
        RepairReport report = repair(desk);
        assertThat(verify(desk).isWhole()).isTrue();
        assertThat(desk.snapshot()).isEqualTo(before);
        assertThat(report.files()).isOne();
    }

    /// It may be the only copy there is of a part of that file.
    @Test
    void repair_whereAPartOfAnotherFileHasTheName_leavesThatPart(RandomGenerator random) throws IOException {
        Desk other = desk("other", Form.CONTAINER, random);
        Desk desk = desk("desk", Form.CONTAINER, random);
        Files.delete(desk.symbols.resolve(PART));
        Files.copy(other.symbols.resolve(PART), desk.symbols.resolve(PART));

        assertThat(repair(desk).symbols()).isPositive();

        assertThat(desk.symbols.resolve(PART)).hasSameBinaryContentAs(other.symbols.resolve(PART));
        assertThat(verify(desk).isWhole()).isTrue();
        requireBack(desk, Disk.LOCAL);
    }

    @Test
    void repair_whereAnotherPartHasTheName_leavesThatPart(RandomGenerator random) throws IOException {
        Desk desk = desk("desk", Form.CONTAINER, random);
        Path fifth = desk.symbols.resolve("part-005.rqs");
        byte[] bytes = Files.readAllBytes(fifth);
        Files.move(fifth, desk.symbols.resolve(PART), java.nio.file.StandardCopyOption.REPLACE_EXISTING);

        assertThat(repair(desk).symbols()).isPositive();

        assertThat(desk.symbols.resolve(PART)).hasBinaryContent(bytes);
        assertThat(verify(desk).isWhole()).isTrue();
    }

    @Test
    void verify_ofPartsThatAllLostTheirHeaders_isNotWhole(RandomGenerator random) throws IOException {
        Desk desk = desk("desk", Form.CONTAINER, random);
        for (Path part : desk.symbolFiles()) {
            Desk.flip(part, 100);
            Desk.flip(part, Files.size(part) - 100);
        }
        VerifyReport found = verify(desk);
        assertThat(found.isWhole()).isFalse();
        assertThat(found.isRecoverable()).isTrue();
        assertThat(found.damaged()).anyMatch(name -> name.contains("header"));
    }

    @Test
    void verify_ofAWholeSetBesideAFileThatIsNoPart_isWhole(RandomGenerator random) throws IOException {
        Desk desk = desk("desk", Form.CONTAINER, random);
        Files.writeString(desk.symbols.resolve("notes.rqs"), "not a part\n");
        VerifyReport found = verify(desk);
        assertThat(found.isWhole()).isTrue();
        assertThat(found.foreign()).anyMatch(name -> name.contains("notes.rqs"));
    }

    /// Each place that looks like the beginning of a table costs a look there, not a reading of what is behind it.
    @Test
    void verify_besideAFileFullOfTableBeginnings_takesNoLonger(RandomGenerator random) throws IOException {
        Desk desk = desk("desk", Form.CONTAINER, random);
        Files.writeString(desk.symbols.resolve("odd.rqs"), "REELGRP1".repeat(1 << 19));
        assertThat(verify(desk).isWhole()).isTrue();
    }

    /// A stop while the parts get their names leaves some of them where they belong.
    @Test
    void decode_ofASetThatIsHalfPublished_saysToEncodeAgain(RandomGenerator random) throws IOException {
        Desk desk = desk("desk", Form.CONTAINER, random);
        Path work = Files.createDirectory(desk.symbols.resolve(".reel-encode"));
        for (Path part : desk.symbolFiles().subList(3, 16)) {
            Files.move(part, work.resolve(part.getFileName()));
        }
        assertThatThrownBy(() -> requireBack(desk, Disk.LOCAL))
                .isInstanceOf(Missing.class)
                .hasMessageContaining("did not finish");
    }

    /// An encode clears away what another one left there.
    @ParameterizedTest
    @EnumSource(Form.class)
    void encode_ofAFileAmongStoppedWork_isRefusedAndLeavesIt(Form form, RandomGenerator random) throws IOException {
        Desk desk = new Desk(Files.createDirectory(temp.resolve("desk")));
        byte[] data = desk.write(random, 5000);
        Path inside =
                Files.createDirectories(desk.symbols.resolve(".reel-encode")).resolve("movie.mov");
        Files.move(desk.source, inside);
        assertThatThrownBy(() -> Desk.session(form).encode(inside, desk.symbols, ProtectProgress.NONE))
                .isInstanceOf(Refused.class);
        assertThat(inside).hasBinaryContent(data);
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void decode_intoAFileOfTheLongestName_works(Form form, RandomGenerator random) throws IOException {
        Desk desk = desk("desk", form, random);
        Path longest = desk.folder.resolve("n".repeat(255));
        DecodeReport report = Desk.session(form).decode(desk.symbols, null, longest, ProtectProgress.NONE);
        assertThat(report.bytes()).isEqualTo(200_000);
        assertThat(longest).hasSameBinaryContentAs(desk.source);
        assertThat(desk.folder.toFile().list()).containsExactlyInAnyOrder("movie.mov", "symbols", "n".repeat(255));
    }

    /// The machine's file system with one sector of one file that can not be read.
    private record BadSectorDisk(Path bad, long at) implements OverLocalDisk {
        @Override
        public InFile read(Path file) throws IOException {
            InFile in = LOCAL.read(file);
            if (!file.equals(bad)) {
                return in;
            }
            return new InFile() {
                @Override
                public long readUpTo(long offset, MemorySegment into) throws IOException {
                    if (offset < at + 512 && offset + into.byteSize() > at) {
                        throw new Corrupt(
                                file.toString(), at, "readable bytes", "a device error", "Check the disk.", null);
                    }
                    return in.readUpTo(offset, into);
                }

                @Override
                public void read(long offset, MemorySegment into) throws IOException {
                    long unused = readUpTo(offset, into);
                }

                @Override
                public long modifiedNanos() throws IOException {
                    return in.modifiedNanos();
                }

                @Override
                public long size() {
                    return in.size();
                }

                @Override
                public void close() throws IOException {
                    in.close();
                }
            };
        }
    }
}
