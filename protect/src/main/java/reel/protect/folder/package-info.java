/// Symbols as one file each below a folder, as rq-library keeps them.
///
/// In:  a source file, or a symbol folder.   Out: symbol files and their layout, or the file.
/// Knows: layout, disk, model, reel.raptorq.   Must not know: containers, commands.
/// Start at FolderEncoder and FolderDecoder.
@NullMarked
package reel.protect.folder;

import org.jspecify.annotations.NullMarked;
