package reel.protect.layout;

import org.jspecify.annotations.Nullable;
import reel.raptorq.ObjectParameters;
import reel.stream.hash.Hash;

/// The text of a layout file, byte for byte as rq-library's writer prints it: two spaces a level, one array element a
/// line, no line end after the last brace.
///
/// A file is [#head], the blocks' texts with [#BETWEEN] between them, [#tail]; so a block's text can be kept and joined
/// later.
public final class LayoutText {
    /// What stands between two blocks.
    public static final String BETWEEN = ",\n";

    private LayoutText() {}

    /// @param common the parameters of the whole layout in the older form; null in the modern one
    /// @param blocks whether any block follows
    public static String head(byte @Nullable [] common, boolean blocks) {
        StringBuilder text = new StringBuilder("{\n");
        if (common != null) {
            octets(text, "  ", common);
            text.append(",\n");
        }
        return text.append("  \"blocks\": [").append(blocks ? "\n" : "").toString();
    }

    /// @param legacy whether it is the older form
    public static String tail(boolean legacy, boolean blocks) {
        return (blocks ? "\n  ]" : "]") + (legacy ? ",\n  \"symbols\": null" : "") + "\n}";
    }

    /// A block in the modern form.
    public static String modern(
            int number, ObjectParameters parameters, long offset, long size, SymbolIds symbols, Hash hash) {
        StringBuilder text =
                new StringBuilder("    {\n      \"block_id\": ").append(number).append(",\n");
        octets(text, "      ", parameters.toBytes());
        text.append(",\n");
        place(text, offset, size);
        ids(text, "      ", symbols);
        return text.append(",\n      \"hash\": \"")
                .append(Base58.encode(hash))
                .append("\"\n    }")
                .toString();
    }

    /// A block in the older form.
    public static String chunk(int number, long offset, long size, SymbolIds symbols) {
        StringBuilder text = new StringBuilder("    {\n      \"block_id\": \"chunk_")
                .append(number)
                .append("\",\n");
        place(text, offset, size);
        ids(text, "      ", symbols);
        return text.append("\n    }").toString();
    }

    /// A whole file of the older form without blocks.
    public static String unchunked(ObjectParameters parameters, SymbolIds symbols) {
        StringBuilder text = new StringBuilder("{\n");
        octets(text, "  ", parameters.toBytes());
        text.append(",\n  \"blocks\": null,\n");
        ids(text, "  ", symbols);
        return text.append("\n}").toString();
    }

    private static void place(StringBuilder text, long offset, long size) {
        text.append("      \"original_offset\": ")
                .append(offset)
                .append(",\n      \"size\": ")
                .append(size)
                .append(",\n");
    }

    private static void octets(StringBuilder text, String indent, byte[] bytes) {
        text.append(indent).append("\"encoder_parameters\": [");
        for (int i = 0; i < bytes.length; i++) {
            text.append(i == 0 ? "\n" : ",\n").append(indent).append("  ").append(bytes[i] & 0xFF);
        }
        text.append('\n').append(indent).append(']');
    }

    private static void ids(StringBuilder text, String indent, SymbolIds symbols) {
        text.append(indent).append("\"symbols\": [");
        for (int i = 0; i < symbols.size(); i++) {
            text.append(i == 0 ? "\n" : ",\n")
                    .append(indent)
                    .append("  \"")
                    .append(Base58.encode(symbols.get(i)))
                    .append('"');
        }
        text.append(symbols.size() == 0 ? "]" : "\n" + indent + "]");
    }
}
