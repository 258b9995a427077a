package reel.protect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reel.protect.disk.Disk;
import reel.protect.disk.WorkFolder;
import reel.protect.layout.LayoutFile;
import reel.protect.model.Form;
import reel.protect.model.ProtectConfig;
import reel.protect.model.ProtectProgress;
import reel.protect.model.Repair;
import reel.stream.Conflict;
import reel.stream.Exhausted;
import reel.stream.Refused;
import reel.testkit.Faults;
import reel.testkit.RamFolder;
import reel.testkit.Seeded;

/// What is left when a change to storage fails, somebody stops the work, or two do it at once.
@Seeded
final class FaultTest {
    @TempDir(factory = RamFolder.class)
    Path temp;

    private int runs;

    private static ProtectConfig small(Form form) {
        return Desk.config(form)
                .withBlockBytes(4096)
                .withRepair(new Repair.Overhead(0.5))
                .withParts(3)
                .withJobs(1);
    }

    private Desk desk(byte[] data) throws IOException {
        Desk desk = new Desk(Files.createDirectory(temp.resolve("run" + runs++)));
        Files.write(desk.source, data);
        return desk;
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void encode_withAFaultAtAnyWrite_leavesNothingThatLooksCompleteAndGoesOn(Form form, RandomGenerator random)
            throws Exception {
        byte[] data = new byte[7000];
        random.nextBytes(data);
        for (boolean forGood : new boolean[] {true, false}) {
            Faults.everyStep(
                    failAt -> {
                        Desk desk = desk(data);
                        FaultyDisk disk = new FaultyDisk(failAt, forGood);
                        ProtectSession session = new ProtectSession(small(form), disk);
                        return Faults.Ran.of(
                                desk,
                                disk::steps,
                                () -> session.encode(desk.source, desk.symbols, ProtectProgress.NONE),
                                Exhausted.class);
                    },
                    desk -> {
                        ProtectSession whole = new ProtectSession(small(form));
                        if (Files.exists(desk.symbols.resolve(WorkFolder.NAME))
                                || !Files.exists(desk.symbols)
                                || desk.symbols.toFile().list().length == 0) {
                            encodeAgain(desk, whole);
                        }
                        whole.decode(desk.symbols, null, desk.back, ProtectProgress.NONE);
                        assertThat(desk.back).hasBinaryContent(data);
                        assertThat(whole.verify(desk.symbols, null, ProtectProgress.NONE)
                                        .isWhole())
                                .isTrue();
                        assertThat(desk.symbols.resolve(WorkFolder.NAME)).doesNotExist();
                    });
        }
    }

    /// One block in the legacy form has its symbols in the folder itself.
    @Test
    void unchunked_withAFaultAtAnyWriteOfEncodeAndRepair_comesBack(RandomGenerator random) throws Exception {
        byte[] data = new byte[3500];
        random.nextBytes(data);
        ProtectSession whole = new ProtectSession(small(Form.LEGACY));
        for (boolean repair : new boolean[] {false, true}) {
            Faults.everyStep(
                    failAt -> {
                        Desk desk = desk(data);
                        if (repair) {
                            desk.encode(whole);
                            assertThat(desk.symbols.resolve("block_0")).doesNotExist();
                            Files.delete(desk.symbolFiles().getFirst());
                            Desk.flip(desk.symbolFiles().getFirst(), 600);
                        }
                        FaultyDisk disk = new FaultyDisk(failAt, true);
                        ProtectSession session = new ProtectSession(small(Form.LEGACY), disk);
                        return Faults.Ran.of(
                                desk,
                                disk::steps,
                                () -> {
                                    if (repair) {
                                        session.repair(desk.symbols, null, ProtectProgress.NONE);
                                    } else {
                                        desk.encode(session);
                                    }
                                },
                                Exhausted.class);
                    },
                    desk -> {
                        if (repair) {
                            whole.repair(desk.symbols, null, ProtectProgress.NONE);
                        } else {
                            encodeAgain(desk, whole);
                        }
                        whole.decode(desk.symbols, null, desk.back, ProtectProgress.NONE);
                        assertThat(desk.back).hasBinaryContent(data);
                        assertThat(whole.verify(desk.symbols, null, ProtectProgress.NONE)
                                        .isWhole())
                                .isTrue();
                    });
        }
    }

    /// The same encode goes on, or says that the work had been done.
    private static void encodeAgain(Desk desk, ProtectSession session) throws IOException {
        try {
            desk.encode(session);
        } catch (Refused complete) {
            assertThat(complete).hasMessageContaining("there are symbols already");
        }
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void decode_withAFaultAtAnyWrite_leavesTheOldFileOrTheNewOne(Form form, RandomGenerator random) throws Exception {
        byte[] data = new byte[7000];
        random.nextBytes(data);
        Desk desk = desk(data);
        desk.encode(new ProtectSession(small(form)));
        Files.delete(desk.symbolFiles().getFirst());
        Faults.everyStep(
                failAt -> {
                    Files.writeString(desk.back, "the old file");
                    FaultyDisk disk = new FaultyDisk(failAt, false);
                    ProtectSession session = new ProtectSession(small(form), disk);
                    return Faults.Ran.of(
                            desk,
                            disk::steps,
                            () -> session.decode(desk.symbols, null, desk.back, ProtectProgress.NONE),
                            Exhausted.class);
                },
                after -> assertThat(Files.readAllBytes(after.back))
                        .satisfiesAnyOf(
                                bytes -> assertThat(bytes).isEqualTo(data),
                                bytes -> assertThat(bytes).isEqualTo("the old file".getBytes())));
    }

    @ParameterizedTest
    @EnumSource(
            value = Form.class,
            names = {"MODERN", "LEGACY"})
    void createMetadata_withAFaultAtAnyWrite_leavesTheOldLayoutOrTheNewOne(Form form, RandomGenerator random)
            throws Exception {
        byte[] data = new byte[7000];
        random.nextBytes(data);
        Desk whole = desk(data);
        whole.encode(new ProtectSession(small(form)));
        byte[] wanted = Files.readAllBytes(whole.symbols.resolve(LayoutFile.NAME));
        Faults.everyStep(
                failAt -> {
                    Desk desk = desk(data);
                    Files.writeString(desk.back, "the old layout");
                    FaultyDisk disk = new FaultyDisk(failAt, false);
                    ProtectSession session = new ProtectSession(small(form), disk);
                    return Faults.Ran.of(
                            desk,
                            disk::steps,
                            () -> session.createMetadata(desk.source, desk.back, ProtectProgress.NONE),
                            Exhausted.class);
                },
                after -> {
                    assertThat(Files.readAllBytes(after.back))
                            .satisfiesAnyOf(
                                    bytes -> assertThat(bytes).isEqualTo(wanted),
                                    bytes -> assertThat(bytes).isEqualTo("the old layout".getBytes()));
                    new ProtectSession(small(form)).createMetadata(after.source, after.back, ProtectProgress.NONE);
                    assertThat(after.back).hasBinaryContent(wanted);
                    assertThat(after.folder.toFile().list()).hasSize(2);
                });
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void repair_withAFaultAtAnyWrite_losesNothing(Form form, RandomGenerator random) throws Exception {
        byte[] data = new byte[7000];
        random.nextBytes(data);
        Faults.everyStep(
                failAt -> {
                    Desk desk = desk(data);
                    desk.encode(new ProtectSession(small(form)));
                    Desk.flip(desk.symbolFiles().get(1), 600);
                    FaultyDisk disk = new FaultyDisk(failAt, true);
                    ProtectSession session = new ProtectSession(small(form), disk);
                    return Faults.Ran.of(
                            desk,
                            disk::steps,
                            () -> session.repair(desk.symbols, null, ProtectProgress.NONE),
                            Exhausted.class);
                },
                desk -> {
                    ProtectSession whole = new ProtectSession(small(form));
                    whole.repair(desk.symbols, null, ProtectProgress.NONE);
                    assertThat(whole.verify(desk.symbols, null, ProtectProgress.NONE)
                                    .isWhole())
                            .isTrue();
                });
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void encode_afterAnInterrupt_goesOnWithTheFinishedBlocks(Form form, RandomGenerator random) throws Exception {
        Desk desk = new Desk(temp);
        byte[] data = desk.write(random, 40_960);
        ProtectSession session = new ProtectSession(small(form));
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        Thread encoder = Thread.ofPlatform().unstarted(() -> {
            try {
                session.encode(desk.source, desk.symbols, stoppingAt(20_000, Thread.currentThread()));
            } catch (IOException stopped) {
                failure.set(stopped);
            }
        });
        encoder.start();
        encoder.join();
        assertThat(failure.get()).isInstanceOf(InterruptedIOException.class);
        assertThatThrownBy(() -> session.decode(desk.symbols, null, desk.back, ProtectProgress.NONE))
                .hasMessageContaining("did not finish");

        assertThat(session.encode(desk.source, desk.symbols, ProtectProgress.NONE)
                        .reusedBlocks())
                .isGreaterThanOrEqualTo(3);
        session.decode(desk.symbols, null, desk.back, ProtectProgress.NONE);
        assertThat(desk.back).hasBinaryContent(data);
    }

    private static ProtectProgress stoppingAt(long bytes, Thread thread) {
        return new ProtectProgress() {
            private long done;

            @Override
            public void begin(long all) {}

            @Override
            public synchronized void advance(long more) {
                done += more;
                if (done >= bytes) {
                    thread.interrupt();
                }
            }
        };
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void encode_ofASourceThatChangedSinceItWasStopped_startsAgain(Form form, RandomGenerator random) throws Exception {
        byte[] data = new byte[12_000];
        random.nextBytes(data);
        Desk desk = desk(data);
        ProtectSession dying = new ProtectSession(small(form), new FaultyDisk(40, true));
        assertThatThrownBy(() -> desk.encode(dying)).isInstanceOf(Exhausted.class);
        byte[] other = desk.write(random, 15_000);

        ProtectSession session = new ProtectSession(small(form));
        desk.encode(session);
        session.decode(desk.symbols, null, desk.back, ProtectProgress.NONE);

        assertThat(desk.back).hasBinaryContent(other);
    }

    /// Something done to a file.
    @FunctionalInterface
    private interface Deed {
        void run() throws IOException;
    }

    /// Does one thing when a job begins and another whenever it gets on.
    private static ProtectProgress meanwhile(Deed first, Deed then) {
        return new ProtectProgress() {
            @Override
            public void begin(long bytes) {
                run(first);
            }

            @Override
            public void advance(long bytes) {
                run(then);
            }

            private void run(Deed deed) {
                try {
                    deed.run();
                } catch (IOException impossible) {
                    throw new AssertionError(impossible);
                }
            }
        };
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void encode_ofASourceThatGrowsMeanwhile_namesIt(Form form, RandomGenerator random) throws Exception {
        Desk desk = new Desk(temp);
        desk.write(random, 20_000);
        ProtectSession session = new ProtectSession(small(form));
        ProtectProgress writing =
                meanwhile(() -> {}, () -> Files.write(desk.source, new byte[10], StandardOpenOption.APPEND));
        assertThatThrownBy(() -> session.encode(desk.source, desk.symbols, writing))
                .isInstanceOf(Conflict.class)
                .hasMessageContaining("movie.mov: it changed while it was encoded");
        assertThat(List.of(desk.symbols.toFile().list())).containsExactly(WorkFolder.NAME);
    }

    /// The size stays, the time does not.
    @ParameterizedTest
    @EnumSource(Form.class)
    void encode_ofASourceThatIsRewrittenMeanwhile_namesIt(Form form, RandomGenerator random) throws Exception {
        Desk desk = new Desk(temp);
        desk.write(random, 20_000);
        FileTime before = Files.getLastModifiedTime(desk.source);
        ProtectSession session = new ProtectSession(small(form));
        ProtectProgress writing = meanwhile(() -> {}, () -> {
            Files.write(desk.source, new byte[20_000]);
            Files.setLastModifiedTime(desk.source, FileTime.fromMillis(before.toMillis() + 1000));
        });
        assertThatThrownBy(() -> session.encode(desk.source, desk.symbols, writing))
                .isInstanceOf(Conflict.class)
                .hasMessageContaining("20000 bytes became 20000 of another time");
        assertThat(List.of(desk.symbols.toFile().list())).containsExactly(WorkFolder.NAME);
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void encode_ofASourceThatShrinksMeanwhile_namesIt(Form form, RandomGenerator random) throws Exception {
        Desk desk = new Desk(temp);
        desk.write(random, 20_000);
        ProtectSession session = new ProtectSession(small(form));
        ProtectProgress cutting = meanwhile(() -> Files.write(desk.source, new byte[10]), () -> {});
        assertThatThrownBy(() -> session.encode(desk.source, desk.symbols, cutting))
                .isInstanceOf(Conflict.class)
                .hasMessageContaining("movie.mov");
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void encode_whileAnotherEncodes_isAConflict(Form form, RandomGenerator random) throws Exception {
        Desk desk = new Desk(temp);
        desk.write(random, 20_000);
        ProtectSession session = new ProtectSession(small(form));
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch tried = new CountDownLatch(1);
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        Thread first = Thread.ofPlatform().start(() -> {
            try {
                session.encode(desk.source, desk.symbols, new ProtectProgress() {
                    @Override
                    public void begin(long bytes) {
                        inside.countDown();
                        try {
                            tried.await();
                        } catch (InterruptedException impossible) {
                            Thread.currentThread().interrupt();
                        }
                    }

                    @Override
                    public void advance(long bytes) {}
                });
            } catch (IOException wrong) {
                failure.set(wrong);
            }
        });
        inside.await();
        assertThatThrownBy(() -> desk.encode(session))
                .isInstanceOf(Conflict.class)
                .hasMessageContaining("another command is writing symbols there");
        tried.countDown();
        first.join();
        assertThat(failure.get()).isNull();
        assertThat(session.verify(desk.symbols, null, ProtectProgress.NONE).isWhole())
                .isTrue();
        assertThat(desk.symbols.toFile().list()).doesNotContain(".reel-lock", WorkFolder.NAME);
        assertThat(Disk.LOCAL.names(desk.folder, 10)).hasSize(2);
    }

    /// Both would write the same unfinished file, and one would give it its name while the other is half way.
    @ParameterizedTest
    @EnumSource(Form.class)
    void decode_whileAnotherWritesTheSameFile_isAConflict(Form form, RandomGenerator random) throws Exception {
        Desk desk = new Desk(temp);
        byte[] data = desk.write(random, 40_960);
        ProtectSession session = new ProtectSession(small(form));
        desk.encode(session);
        AtomicReference<@Nullable Throwable> second = new AtomicReference<>();
        session.decode(desk.symbols, null, desk.back, new ProtectProgress() {
            @Override
            public void begin(long bytes) {
                try {
                    session.decode(desk.symbols, null, desk.back, ProtectProgress.NONE);
                } catch (IOException failure) {
                    second.set(failure);
                }
            }

            @Override
            public void advance(long bytes) {}
        });
        assertThat(second.get()).isInstanceOf(Conflict.class).hasMessageContaining("another command is writing it");
        assertThat(desk.back).hasBinaryContent(data);
        assertThat(Disk.LOCAL.names(desk.folder, 10)).containsExactly("back.mov", "movie.mov", "symbols");
    }

    /// A copy that keeps times may change a source and leave its size and time.
    @ParameterizedTest
    @EnumSource(Form.class)
    void encode_goingOnAfterTheSourceChangedUnseen_leavesNoOldSymbols(Form form, RandomGenerator random)
            throws Exception {
        byte[] old = new byte[7000];
        random.nextBytes(old);
        byte[] changed = new byte[7000];
        random.nextBytes(changed);
        FileTime time = FileTime.fromMillis(1_000_000_000_000L);
        Desk whole = desk(changed);
        Files.setLastModifiedTime(whole.source, time);
        whole.encode(new ProtectSession(small(form)));
        for (int failAt = 10; failAt < 40; failAt += 3) {
            Desk desk = desk(old);
            Files.setLastModifiedTime(desk.source, time);
            ProtectSession failing = new ProtectSession(small(form), new FaultyDisk(failAt, true));
            assertThatThrownBy(() -> desk.encode(failing)).isInstanceOf(Exhausted.class);
            Files.write(desk.source, changed);
            Files.setLastModifiedTime(desk.source, time);
            ProtectSession again = new ProtectSession(small(form));
            if (Files.exists(desk.symbols)) {
                desk.encode(again);
                assertThat(desk.snapshot()).isEqualTo(whole.snapshot());
            }
        }
    }
}
