/// What only a JVM has for RaptorQ: vector kernels, and the choice of them.
///
/// In:  the machine's vectors.            Out: kernels installed in `reel.raptorq`.
/// Knows: the vector incubator, threads.  Must not know: blocks, plans, files.
/// Start at JvmKernels; `ScalarKernels` is the readable twin. HOT: VectorKernels.
@NullMarked
package reel.raptorq.jvm;

import org.jspecify.annotations.NullMarked;
