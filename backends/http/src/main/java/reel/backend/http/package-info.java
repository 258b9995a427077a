/// Places on web servers: any file read by ranges, folders by their index pages, and with WebDAV written as well.
///
/// In:  locations, options, logins.     Out: places.
/// Knows: reel.backend.place, reel.backend.wire.     Must not know: retries, transfers, other protocols.
/// Start at HttpPlace; Caller sends every request.
@NullMarked
package reel.backend.http;

import org.jspecify.annotations.NullMarked;
