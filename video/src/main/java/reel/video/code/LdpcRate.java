package reel.video.code;

/// How much of a codeword is data: 64 columns of 128 bits, some of them for parity.
public enum LdpcRate {
    R750(16),
    R812(12),
    R875(8),
    R906(6),
    R937(4);

    private final int parityColumns;

    LdpcRate(int parityColumns) {
        this.parityColumns = parityColumns;
    }

    int parityColumns() {
        return parityColumns;
    }

    /// Data bits of 8192.
    public int dataBits() {
        return LdpcCode.BITS - parityColumns * LdpcCode.LIFT;
    }

    /// The rate as a number, 0.75 to 0.9375.
    public double value() {
        return (double) dataBits() / LdpcCode.BITS;
    }
}
