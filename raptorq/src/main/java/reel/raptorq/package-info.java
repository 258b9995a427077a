/// RaptorQ (RFC 6330): a block of K symbols becomes any number of symbols, of which about any K bring it back.
///
/// In:  arrays of bytes, symbol ids.      Out: arrays of bytes, symbols, typed outcomes.
/// Knows: the language and its arrays.    Must not know: files, threads, vector instructions, any library.
/// Start at BlockEncoder and BlockDecoder; docs/raptorq.md teaches how they work. HOT: the kernels;
/// EncodingPlan, Peeling and Elimination once a plan.
@NullMarked
package reel.raptorq;

import org.jspecify.annotations.NullMarked;
