package reel.transfer.journal;

/// An unfinished file that the transfer does not go on with.
public record Leftover(String path, long size, long partSize, String token) {}
