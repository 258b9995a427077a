/// Measurements: JMH benchmarks of the hot kernels, and pipelines step by step.
///
/// In:  bytes made from a seed.           Out: GB/s, seconds, resident memory; kept in bench/README.md.
/// Knows: every room.                     Must not know: tests; nothing depends on it.
/// Start at Blake3Bench for kernels, PipelineBench for a whole file; compare.sh measures whole commands.
@NullMarked
package reel.bench;

import org.jspecify.annotations.NullMarked;
