package reel.video.archive;

/// How repair symbols lie over a video: data slices are dealt out to groups like cards, so that a run of lost frames
/// takes a little from every group; each group is a RaptorQ object of its own.
///
/// @param groups       G; slice p belongs to group p mod G
/// @param repairs      R, of each group
/// @param payloadBytes of the payload, from which the number of data slices follows
record Parity(int groups, int repairs, long payloadBytes) {
    /// Slices of a group at most: 32 MB of bodies are worked on at once.
    static final int MOST_MEMBERS = 116;

    /// Two more than lost are enough in all but a millionth of cases.
    private static final int LEAST_REPAIRS = 2;

    private static final int MOST_REPAIRS = 1 << 10;

    /// @param percent repair slices for a hundred data slices
    static Parity of(SliceLayout layout, long payloadBytes, double percent) {
        long slices = layout.dataSlices(payloadBytes);
        int groups = Math.toIntExact(Math.ceilDiv(slices, (long) MOST_MEMBERS));
        long members = Math.ceilDiv(slices, (long) groups);
        int repairs = (int) Math.clamp((long) Math.ceil(members * percent / 100), LEAST_REPAIRS, MOST_REPAIRS);
        return new Parity(groups, repairs, payloadBytes);
    }

    /// Whether a header's claims can be true.
    boolean plausible(SliceLayout layout) {
        long slices = layout.dataSlices(payloadBytes);
        return groups >= 1
                && groups <= slices
                && Math.ceilDiv(slices, (long) groups) <= MOST_MEMBERS
                && repairs >= 1
                && repairs <= MOST_REPAIRS;
    }

    /// Data slices of a group.
    int members(SliceLayout layout, int group) {
        return (int) Math.ceilDiv(layout.dataSlices(payloadBytes) - group, (long) groups);
    }

    long repairSlices() {
        return (long) groups * repairs;
    }

    /// Where the repair slices begin: at the first frame behind the data.
    long firstPosition(SliceLayout layout) {
        return layout.frames(payloadBytes) * layout.slices();
    }

    /// The position of a group's repair symbol; neighbours are of neighbouring groups.
    long position(SliceLayout layout, int group, int repair) {
        return firstPosition(layout) + (long) repair * groups + group;
    }
}
