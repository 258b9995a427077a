/// Places in containers of Azure Blob Storage.
///
/// In:  paths, ranges, parts.                           Out: signed calls; blobs that appear whole.
/// Knows: reel.backend, reel.backend.wire, reel.stream. Must not know: plans, journals, retries, other stores.
/// Start at AzurePlace; Container makes its calls, AzureWriting its blobs.
@NullMarked
package reel.backend.azure;

import org.jspecify.annotations.NullMarked;
