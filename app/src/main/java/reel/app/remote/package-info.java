/// What users type for a place, and the names they keep for places.
///
/// In:  words of a command line, the user's `remotes.toml`.   Out: a Location, its options, whose credentials.
/// Knows: reel.backend.place, reel.app.settings.              Must not know: providers, credentials, connections.
/// Start at Locations; Remotes is the file.
@NullMarked
package reel.app.remote;

import org.jspecify.annotations.NullMarked;
