package reel.transfer.discover;

/// The order of paths by their UTF-8 bytes, which is that of code points, without encoding them.
final class PathOrder {
    private PathOrder() {}

    static int compare(String a, String b) {
        int common = Math.min(a.length(), b.length());
        for (int i = 0; i < common; i++) {
            char x = a.charAt(i);
            char y = b.charAt(i);
            if (x != y) {
                return rank(x) - rank(y);
            }
        }
        return a.length() - b.length();
    }

    /// Surrogates stand for code points above all others, but lie below U+E000 as characters.
    private static int rank(char c) {
        if (c < Character.MIN_SURROGATE) {
            return c;
        }
        return c > Character.MAX_SURROGATE ? c - 0x800 : c + 0x2000;
    }
}
