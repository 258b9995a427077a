package reel.video.robust;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import reel.video.carrier.Spool;

/// Frames through channels made of arithmetic: noise, levels, loss, order. No codec, so every case is exact.
final class ChannelTest {
    /// What the fountain made of frames; null where it is not whole.
    private static byte @Nullable [] receive(Layout layout, byte[] payload, List<byte[]> frames) throws IOException {
        BlockPlan plan = new BlockPlan(payload.length, layout.symbolBytes(), layout.codewords());
        MemoryRoom memory = new MemoryRoom();
        Spool.Room room = memory.room(payload.length);
        Fountain fountain = new Fountain(plan, room);
        FrameTaker taker = new FrameTaker(layout);
        for (byte[] frame : frames) {
            HeaderStrip.Reading reading = HeaderStrip.read(new Samples(frame, layout.shape(), layout.shape()), layout);
            if (reading != null && !fountain.has(reading.header())) {
                fountain.add(taker.take(reading, frame));
            }
        }
        return fountain.complete() ? memory.bytes : null;
    }

    @ParameterizedTest
    @EnumSource(Recipe.class)
    void frames_asTheyWereMade_bringThePayloadBack(Recipe recipe) throws IOException {
        Layout layout = Frames.layout(recipe);
        byte[] payload = Frames.payload(2 * layout.symbolBytes() * layout.codewords() + 17, 1);

        assertThat(receive(layout, payload, Frames.of(layout, payload, 5))).isEqualTo(payload);
    }

    @ParameterizedTest
    @EnumSource(Recipe.class)
    void frames_ofOneByte_bringItBack(Recipe recipe) throws IOException {
        Layout layout = Frames.layout(recipe);

        assertThat(receive(layout, new byte[] {9}, Frames.of(layout, new byte[] {9}, 5)))
                .isEqualTo(new byte[] {9});
    }

    /// Noise that is about what the worst quantiser of a codec leaves, and levels of the other range.
    @ParameterizedTest
    @CsvSource({"ROBUST,55", "DENSE,18", "CAPPED,80", "RESIZE_PROOF,100", "PARANOID,150"})
    void frames_withNoiseAndOtherLevels_bringThePayloadBack(Recipe recipe, double deviation) throws IOException {
        Layout layout = Frames.layout(recipe);
        byte[] payload = Frames.payload(layout.symbolBytes() * layout.codewords(), 2);
        Random random = new Random(3);
        for (double[] range : new double[][] {{0, 255}, {16, 235}}) {
            double scale = (range[1] - range[0]) / 255;
            List<byte[]> received = new ArrayList<>();
            for (byte[] frame : Frames.of(layout, payload, 5)) {
                received.add(Frames.disturbed(frame, deviation * scale, range[0], range[1], random));
            }
            assertThat(receive(layout, payload, received)).isEqualTo(payload);
        }
    }

    @Test
    void frames_lostDoubledAndShuffled_bringThePayloadBack() throws IOException {
        Layout layout = Frames.layout(Recipe.PARANOID);
        byte[] payload = Frames.payload(40 * layout.symbolBytes() * layout.codewords(), 4);
        List<byte[]> frames = new ArrayList<>(Frames.of(layout, payload, 5));
        Random random = new Random(5);
        Collections.shuffle(frames, random);
        frames.subList(0, 5).clear();
        frames.addAll(List.copyOf(frames.subList(0, 10)));

        assertThat(receive(layout, payload, frames)).isEqualTo(payload);
    }

    @Test
    void frames_withoutTheUpperStrip_areStillTold() throws IOException {
        Layout layout = Frames.layout(Recipe.ROBUST);
        byte[] payload = Frames.payload(1000, 6);
        List<byte[]> frames = Frames.of(layout, payload, 5);
        for (byte[] frame : frames) {
            java.util.Arrays.fill(frame, 0, layout.strip() * layout.shape().width(), (byte) 16);
        }

        assertThat(receive(layout, payload, frames)).isEqualTo(payload);
    }

    @ParameterizedTest
    @EnumSource(Recipe.class)
    void frames_beyondRepair_giveNothing(Recipe recipe) throws IOException {
        Layout layout = Frames.layout(recipe);
        byte[] payload = Frames.payload(layout.symbolBytes() * layout.codewords(), 7);
        Random random = new Random(8);
        List<byte[]> received = new ArrayList<>();
        for (byte[] frame : Frames.of(layout, payload, 5)) {
            received.add(Frames.disturbed(frame, 3000, 0, 255, random));
        }
        assertThat(receive(layout, payload, received)).isNull();
    }

    /// Every kind of damage there is to a frame; a symbol that is taken for right must be the one that was made.
    @ParameterizedTest
    @EnumSource(Recipe.class)
    void symbols_ofDamagedFrames_areRightOrRejected(Recipe recipe) throws IOException {
        int[] told = damage(recipe, 12, 9);

        assertThat(told[0]).as("silent errors").isZero();
        assertThat(told[1]).as("symbols rejected").isPositive();
    }

    /// Ten thousand frames, each damaged in its own way.
    @Tag("slow")
    @Test
    void symbols_ofTenThousandDamagedFrames_areRightOrRejected() throws IOException {
        int silent = 0;
        for (Recipe recipe : Recipe.values()) {
            silent += damage(recipe, 2000, 10)[0];
        }
        assertThat(silent).isZero();
    }

    private static int[] damage(Recipe recipe, int trials, long seed) throws IOException {
        Layout layout = Frames.layout(recipe);
        int size = layout.symbolBytes();
        byte[] payload = Frames.payload(3 * size * layout.codewords(), seed);
        List<byte[]> frames = Frames.of(layout, payload, 5);
        FrameTaker taker = new FrameTaker(layout);
        List<TakenFrame> made = new ArrayList<>();
        for (byte[] frame : frames) {
            made.add(taker.take(reading(layout, frame), frame));
        }
        Random random = new Random(seed);
        int silent = 0;
        int rejected = 0;
        for (int trial = 0; trial < trials; trial++) {
            int number = random.nextInt(frames.size());
            byte[] frame = harmed(frames.get(number), frames.get(random.nextInt(frames.size())), trial % 6, random);
            HeaderStrip.Reading reading = HeaderStrip.read(new Samples(frame, layout.shape(), layout.shape()), layout);
            if (reading == null) {
                rejected++;
                continue;
            }
            TakenFrame taken = taker.take(reading, frame);
            int right = taken.header().firstSymbol() / layout.codewords();
            for (int w = 0; w < layout.codewords(); w++) {
                boolean same = java.util.Arrays.equals(
                        taken.symbols(),
                        w * size,
                        w * size + size,
                        made.get(right).symbols(),
                        w * size,
                        w * size + size);
                silent += taken.good()[w] && !same ? 1 : 0;
                rejected += taken.good()[w] ? 0 : 1;
            }
        }
        return new int[] {silent, rejected};
    }

    private static HeaderStrip.Reading reading(Layout layout, byte[] frame) {
        return Objects.requireNonNull(HeaderStrip.read(new Samples(frame, layout.shape(), layout.shape()), layout));
    }

    private static byte[] harmed(byte[] frame, byte[] other, int kind, Random random) {
        byte[] out = frame.clone();
        int from = random.nextInt(out.length);
        int length = random.nextInt(out.length - from);
        switch (kind) {
            case 0 -> out = Frames.disturbed(frame, 10 + 200 * random.nextDouble(), 0, 255, random);
            case 1 -> System.arraycopy(other, from, out, from, length);
            case 2 -> java.util.Arrays.fill(out, from, from + length, (byte) random.nextInt());
            case 3 -> System.arraycopy(frame, 0, out, 4, out.length - 4);
            case 4 -> {
                for (int i = from; i < from + length; i++) {
                    out[i] = (byte) ~out[i];
                }
            }
            default -> {
                for (int i = 0; i < out.length; i++) {
                    out[i] = (byte) ((frame[i] & 0xFF) + (other[i] & 0xFF) >> 1);
                }
            }
        }
        return out;
    }
}
