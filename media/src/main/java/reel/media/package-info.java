/// Media: looks at bytes and understands them.
///
/// In:  a file's bytes and its name.      Out: what kind of thing it is (`.sniff`), where its parts begin and end
/// (`.cuts`), what a film is made of (`.isobmff`).
/// Knows: reel.stream.                    Must not know: storage, commits, networks.
/// Start at sniff.Sniffer, cuts.MediaCuts and isobmff.Movie.
@NullMarked
package reel.media;

import org.jspecify.annotations.NullMarked;
