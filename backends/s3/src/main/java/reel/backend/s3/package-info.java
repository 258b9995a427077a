/// Places in buckets of Amazon S3 and of what speaks its protocol.
///
/// In:  paths, ranges, parts.                          Out: signed calls; objects that appear whole.
/// Knows: reel.backend, reel.backend.wire, reel.stream. Must not know: plans, journals, retries, other stores.
/// Start at S3Place; Bucket makes its calls, S3Writing its objects.
@NullMarked
package reel.backend.s3;

import org.jspecify.annotations.NullMarked;
