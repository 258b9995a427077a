/// Sniff: what kind of file this is, by its first bytes; the name only breaks ties.
///
/// In:  a `RandomReader` and a name.      Out: a `MediaType`: MIME type, family, whether compressing it pays.
/// Knows: reel.stream, Apache Tika.       Must not know: cuts, storage.
/// Start at Sniffer; the signatures are in MagicTable.
@NullMarked
package reel.media.sniff;

import org.jspecify.annotations.NullMarked;
