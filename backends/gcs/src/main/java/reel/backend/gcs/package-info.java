/// Places in buckets of Google Cloud Storage.
///
/// In:  paths, ranges, parts in order.                  Out: authorized calls; objects that appear whole.
/// Knows: reel.backend, reel.backend.wire, reel.stream. Must not know: plans, journals, retries, other stores.
/// Start at GcsPlace; GcsBucket makes its calls, Session uploads.
@NullMarked
package reel.backend.gcs;

import org.jspecify.annotations.NullMarked;
