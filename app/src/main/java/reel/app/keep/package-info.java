/// Keeping a repository healthy: check, repair, collect garbage, tell what costs what.
///
/// In:  options.                          Out: findings and figures, as values.
/// Knows: reel.app, reel.history, reel.store.   Must not know: how it is printed.
/// Start at CheckRepository.
@NullMarked
package reel.app.keep;

import org.jspecify.annotations.NullMarked;
