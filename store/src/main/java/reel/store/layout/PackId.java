package reel.store.layout;

import reel.stream.hash.Hash;

/// A pack that is published. @param bytes length of the object
public record PackId(Hash id, long bytes) {}
