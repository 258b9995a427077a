package reel.backend.place;

import java.time.Duration;
import java.util.Map;
import reel.stream.buffer.MemoryBudget;

/// What a place needs from outside.
///
/// @param memory  every buffer of 64 KiB or more is leased from it
/// @param logins  who to be
/// @param options of the remote, by name: `endpoint`, `region`, `path-style`, `known-hosts`, …; each provider
///                documents its own and refuses one that it does not know
/// @param most    connections at once to one host
/// @param connect patience for a connection and its handshake
/// @param silence patience for a peer that says nothing in the middle of a request
public record PlaceContext(
        MemoryBudget memory, Logins logins, Map<String, String> options, int most, Duration connect, Duration silence) {
    public static final int MOST_CONNECTIONS = 32;
    public static final Duration CONNECT = Duration.ofSeconds(20);
    public static final Duration SILENCE = Duration.ofSeconds(60);

    public static PlaceContext of(MemoryBudget memory, Logins logins, Map<String, String> options) {
        return new PlaceContext(memory, logins, Map.copyOf(options), MOST_CONNECTIONS, CONNECT, SILENCE);
    }
}
