/// Media: looks at bytes and understands them.
///
/// In:  a file's bytes and its name.      Out: what kind of thing it is (`.sniff`), where its parts begin and end
/// (`.cuts`).
/// Knows: reel.stream.                    Must not know: storage, commits, networks.
/// Start at sniff.Sniffer and cuts.MediaCuts.
@NullMarked
package reel.media;

import org.jspecify.annotations.NullMarked;
