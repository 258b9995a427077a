package reel.video.robust;

import java.util.Arrays;

/// One bit to a block: all black for 0, all white for 1.
record CellModulation(int side) implements Modulation {
    /// The likelihood of a cell that came through as it was made.
    private static final float SURE = 40;

    @Override
    public int bitsPerBlock() {
        return 1;
    }

    @Override
    public void draw(byte[] bits, Area area, byte[] plane) {
        for (int row = 0; row < area.rows(); row++) {
            int line = (area.top() + row * side) * area.stride();
            for (int column = 0; column < area.columns(); column++) {
                byte level = (byte) (bits[row * area.columns() + column] == 0 ? Levels.BLACK : Levels.WHITE);
                Arrays.fill(plane, line + column * side, line + (column + 1) * side, level);
            }
            for (int y = 1; y < side; y++) {
                System.arraycopy(plane, line, plane, line + y * area.stride(), area.columns() * side);
            }
        }
    }

    @Override
    public void read(byte[] plane, Area area, Levels levels, byte[] likelihoods) {
        // The outer pixels of a large cell hold what scaling and filters mixed in from its neighbours.
        int rim = side / 6;
        int inner = side - 2 * rim;
        float factor = SURE / (levels.swing() * inner * inner);
        float mid = levels.mid() * inner * inner;
        int[] sums = new int[area.columns()];
        for (int row = 0; row < area.rows(); row++) {
            Arrays.fill(sums, 0);
            for (int y = rim; y < side - rim; y++) {
                int line = (area.top() + row * side + y) * area.stride() + rim;
                for (int column = 0; column < sums.length; column++) {
                    int at = line + column * side;
                    int sum = 0;
                    for (int x = 0; x < inner; x++) {
                        sum += plane[at + x] & 0xFF;
                    }
                    sums[column] += sum;
                }
            }
            for (int column = 0; column < sums.length; column++) {
                float soft = (mid - sums[column]) * factor;
                likelihoods[row * area.columns() + column] = (byte) Math.clamp(Math.round(soft), -127, 127);
            }
        }
    }
}
