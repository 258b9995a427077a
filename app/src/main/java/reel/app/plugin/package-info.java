/// Backends that come as jars, found by the schemes their manifests name and loaded when one is used.
///
/// In:  a scheme, folders with jars.   Out: the provider of that scheme, or why there is none.
/// Knows: reel.backend.place.          Must not know: which backends there are, what they do.
/// Start at Backends.
@NullMarked
package reel.app.plugin;

import org.jspecify.annotations.NullMarked;
