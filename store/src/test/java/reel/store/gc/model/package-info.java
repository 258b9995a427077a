/// The protocol of docs/format/gc.md on one page of state, small enough to walk every order of its steps.
///
/// In: which rule to break, how many processes.   Out: the steps that lose a chunk, or how many states lose none.
/// Knows: nothing of the store.   Must not know: bytes, files, threads.
/// Start at Protocol; WriterSteps and CollectorSteps are the two programs.
@NullMarked
package reel.store.gc.model;

import org.jspecify.annotations.NullMarked;
