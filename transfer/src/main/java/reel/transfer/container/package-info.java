/// The container of files that are compressed or encrypted on their way, seekable and authenticated.
///
/// In:  plain bytes and a secret.           Out: docs/format/transfer-container.md, and back.
/// Knows: reel.stream.                      Must not know: places, plans, other files.
/// Start at ContainerWriter and ContainerReader.
@NullMarked
package reel.transfer.container;

import org.jspecify.annotations.NullMarked;
