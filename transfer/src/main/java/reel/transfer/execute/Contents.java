package reel.transfer.execute;

import java.io.IOException;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reel.backend.place.DigestKind;
import reel.backend.place.Digester;
import reel.backend.place.Digesting;
import reel.backend.place.Entry;
import reel.backend.place.Place;
import reel.backend.place.Reading;

/// Whether two files have the same bytes, found out as cheaply as their places allow.
final class Contents {
    private Contents() {}

    /// Compares by a digest that both places know, else by one that one of them knows, else by BLAKE3.
    static boolean same(Place one, Entry a, Place other, Entry b) throws IOException {
        if (a.size() != Entry.UNKNOWN && b.size() != Entry.UNKNOWN && a.size() != b.size()) {
            return false;
        }
        DigestKind kind = common(told(one, a), told(other, b));
        if (kind == null) {
            kind = common(offered(one, a), offered(other, b));
        }
        if (kind == null) {
            Set<DigestKind> either = offered(one, a);
            either.addAll(offered(other, b));
            kind = common(either, EnumSet.allOf(DigestKind.class));
        }
        DigestKind chosen = kind == null ? DigestKind.BLAKE3 : kind;
        return digest(one, a, chosen).equals(digest(other, b, chosen));
    }

    /// The digest to compare a file with bytes at hand in: the strongest that its place tells or computes, else BLAKE3.
    static DigestKind kindOf(Place place, Entry entry) {
        DigestKind kind = common(offered(place, entry), EnumSet.allOf(DigestKind.class));
        return kind == null ? DigestKind.BLAKE3 : kind;
    }

    /// As the place tells it, or computes it, or by reading.
    static String digest(Place place, Entry entry, DigestKind kind) throws IOException {
        String told = entry.digests().get(kind);
        if (told != null) {
            return told;
        }
        Digesting digesting = place.traits().digesting();
        if (digesting != null && place.traits().digests().contains(kind)) {
            return digesting.digest(entry, kind);
        }
        return read(place, entry, kind);
    }

    /// By reading, whatever the place tells.
    static String read(Place place, Entry entry, DigestKind kind) throws IOException {
        Digester digester = Digester.of(kind);
        try (Reading reading = place.open(entry)) {
            long size = reading.entry().size();
            if (size != 0) {
                reading.read(0, size, digester::update);
            }
        }
        return digester.hex();
    }

    private static Set<DigestKind> told(Place place, Entry entry) {
        Set<DigestKind> kinds = EnumSet.noneOf(DigestKind.class);
        kinds.addAll(entry.digests().keySet());
        // A disk of this machine reads faster than anything else answers.
        if (place.traits().disk() != null) {
            kinds.addAll(EnumSet.allOf(DigestKind.class));
        }
        return kinds;
    }

    private static Set<DigestKind> offered(Place place, Entry entry) {
        Set<DigestKind> kinds = told(place, entry);
        if (place.traits().digesting() != null) {
            kinds.addAll(place.traits().digests());
        }
        return kinds;
    }

    /// The strongest of both.
    private static @Nullable DigestKind common(Set<DigestKind> one, Set<DigestKind> other) {
        for (DigestKind kind : DigestKind.values()) {
            if (one.contains(kind) && other.contains(kind)) {
                return kind;
            }
        }
        return null;
    }
}
