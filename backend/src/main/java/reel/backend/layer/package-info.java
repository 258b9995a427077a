/// Layers around a backend, one concern each, abilities included: retry, throttle, meter, bound; and faults for
/// tests.
///
/// In:  any backend.                      Out: the same contract, repeated, slowed, counted, limited or broken.
/// Knows: reel.backend, reel.stream.      Must not know: which backend is inside, what the objects mean.
/// Start at Layer: a decorator is its `around`. FaultBackend and Damage are for the tests of every room above.
@NullMarked
package reel.backend.layer;

import org.jspecify.annotations.NullMarked;
