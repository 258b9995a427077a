package reel.store.keys;

/// What opens a key slot.
public sealed interface Secret permits Passphrase, Identity {}
