package reel.testkit;

import java.nio.charset.StandardCharsets;
import java.util.List;

/// Names that break programs, each legal on Linux.
public final class NastyNames {
    private NastyNames() {}

    /// All of them; several only hurt side by side (twins of case and of Unicode form).
    public static List<byte[]> all() {
        return List.of(
                utf8("new\nline"),
                utf8("tab\tand\rreturn"),
                utf8("\"double\" 'single' `back`"),
                utf8("-rf"),
                utf8("--help"),
                utf8(" leading and trailing "),
                utf8("trailing.dot."),
                utf8("back\\slash"),
                utf8("star*?[a-z]{b,c}"),
                utf8("$HOME;&|<>#!"),
                utf8("%41%00"),
                utf8("C:colon"),
                utf8("con"),
                utf8("nul.txt"),
                utf8("..."),
                utf8("..hidden"),
                utf8(".gitignore~"),
                utf8("Case"),
                utf8("case"),
                utf8("CASE"),
                utf8("caf\u00e9"),
                utf8("cafe\u0301"),
                utf8("\u65e5\u672c\u8a9e"),
                utf8("\ud83c\udfac\u200d"),
                utf8("\u202egpj.exe"),
                utf8("\ufeffbom"),
                utf8("\u00df"),
                utf8("x".repeat(255)),
                utf8("\u00e9".repeat(127)),
                new byte[] {'n', 'o', 't', (byte) 0xFF, 'u', 't', 'f', '8'},
                new byte[] {(byte) 0xC3},
                new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0x80},
                new byte[] {1},
                new byte[] {0x7F});
    }

    private static byte[] utf8(String name) {
        return name.getBytes(StandardCharsets.UTF_8);
    }
}
