/// A repository as upper rooms hold it: chunks, trees, commits and the operation log of one backend.
///
/// In:  a backend; revisions as people type them.   Out: `Repository`; commit ids; the ids that are alive.
/// Knows: op, commit, tree, manifest, reel.store.   Must not know: the working folder, the command line.
/// Start at Repository and Revisions.
@NullMarked
package reel.history.repo;

import org.jspecify.annotations.NullMarked;
