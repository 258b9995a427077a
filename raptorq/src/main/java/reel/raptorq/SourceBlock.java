package reel.raptorq;

/// One source block of an object: where its bytes are and how many symbols they make.
///
/// @param number SBN
/// @param offset of its first byte in the object
/// @param length in bytes; the last block may be shorter than `symbols × symbol size`, zeros complete it
/// @param symbols K
public record SourceBlock(int number, long offset, long length, int symbols) {}
