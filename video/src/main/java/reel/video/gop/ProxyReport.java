package reel.video.gop;

/// What making an editing copy made.
public record ProxyReport(long bytes, int width, int height, double seconds) {}
