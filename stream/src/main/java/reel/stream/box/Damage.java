package reel.stream.box;

import reel.stream.Corrupt;

/// The error of a container that is not what was written.
final class Damage {
    private Damage() {}

    static Corrupt of(String thing, long offset, String expected, String found) {
        return new Corrupt(thing, offset, expected, found, "Take it from another copy.", null);
    }
}
