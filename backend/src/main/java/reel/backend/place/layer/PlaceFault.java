package reel.backend.place.layer;

/// How a call of a [FaultPlace] goes wrong.
public enum PlaceFault {
    /// The connection is cut: of the bytes of a read or a part some have passed; of another call nothing has
    /// happened. [reel.stream.Transient].
    CUT,
    /// The call takes effect, and the connection is cut before it can say so. [reel.stream.Transient].
    CUT_AFTER,
    /// The other side says nothing for a while, then goes on.
    STALL,
    /// A read ends early and claims to be whole: a place that breaks the contract.
    SHORT,
    /// A bit of a read is the other way round: a place that lies.
    FLIP
}
