/// The container of bytes that are compressed or encrypted on their way, seekable and authenticated: what `transfer`
/// makes of files, and the payload of a video.
///
/// In:  plain bytes and a secret.           Out: docs/format/transfer-container.md, and back.
/// Knows: reel.stream, .hash, .seal.        Must not know: places, plans, files, videos.
/// Start at ContainerWriter and ContainerReader.
@NullMarked
package reel.stream.box;

import org.jspecify.annotations.NullMarked;
