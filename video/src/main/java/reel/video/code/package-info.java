/// Codes for bits that arrive as likelihoods: the LDPC code of data, the convolutional code of headers.
///
/// In:  bytes; and of a channel, a signed byte for each bit, positive for 0.   Out: code bits; and bytes again.
/// Knows: nothing of this project.                   Must not know: frames, pixels, what the bytes mean.
/// Start at LdpcCode and LdpcDecoder.   HOT: VectorLdpc, LdpcEncoder.
@NullMarked
package reel.video.code;

import org.jspecify.annotations.NullMarked;
