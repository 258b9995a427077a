/// The house rules, checked: arrows between rooms, no cycles inside them, files of a human size, room signs.
///
/// In:  the compiled classes and the sources of every room.   Out: a failing test that names the offender.
/// Knows: everything, from outside.                           Must not know: how anything works.
/// Start at ArrowsTest and TidyTest.
@NullMarked
package reel.house;

import org.jspecify.annotations.NullMarked;
