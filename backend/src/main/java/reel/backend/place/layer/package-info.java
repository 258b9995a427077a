/// Layers around a place, one concern each, abilities included: retry, throttle, meter; and faults for tests.
///
/// In:  any place.                        Out: the same contract, repeated, slowed, measured or broken.
/// Knows: reel.backend, reel.stream.      Must not know: which protocol is inside, what a transfer is.
/// Start at PlaceLayer: a layer is its `around`, and what it does to the bytes of a reading and a writing.
@NullMarked
package reel.backend.place.layer;

import org.jspecify.annotations.NullMarked;
