/// What tests are made with: replayable randomness, data and trees that hurt, a clock that obeys, faults at
/// every step.
///
/// In:  a seed.                           Out: bytes, file trees and their snapshots, trials with one fault each.
/// Knows: JUnit, AssertJ, the JDK.        Must not know: any room of the product.
/// Start at Seeded; then TreeMaker, TreeSnapshot and Faults.
@NullMarked
package reel.testkit;

import org.jspecify.annotations.NullMarked;
