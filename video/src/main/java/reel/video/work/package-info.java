/// Files and folders of an encode or decode: read at any offset, hidden until they are whole, gone when it fails.
///
/// In:  paths.                              Out: readers, work folders, published files.
/// Knows: reel.stream, .carrier.            Must not know: payloads, presets.
/// Start at WorkFolder and FileBytes.
@NullMarked
package reel.video.work;

import org.jspecify.annotations.NullMarked;
