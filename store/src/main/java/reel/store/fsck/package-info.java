/// Checking a repository: every damage found is a value that says what it is, whom it touches and what helps.
///
/// In:  a backend with packs and runs.    Out: findings; on request the index, and what is left of damaged packs, anew.
/// Knows: reel.store.pack, reel.store.index. Must not know: which file a chunk belongs to.
/// Start at Checker and Finding.
@NullMarked
package reel.store.fsck;

import org.jspecify.annotations.NullMarked;
