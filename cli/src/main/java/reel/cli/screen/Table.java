package reel.cli.screen;

import java.util.ArrayList;
import java.util.List;

/// Rows under headings, columns as wide as their widest cell.
public final class Table {
    /// On which side a column's cells stand.
    public enum Align {
        LEFT,
        RIGHT
    }

    private final List<Align> aligns = new ArrayList<>();
    private final List<String> headings = new ArrayList<>();
    private final List<List<String>> rows = new ArrayList<>();

    public Table column(String heading, Align align) {
        headings.add(heading);
        aligns.add(align);
        return this;
    }

    public Table row(String... cells) {
        if (cells.length != headings.size()) {
            throw new IllegalArgumentException(cells.length + " cells for " + headings.size() + " columns");
        }
        rows.add(List.of(cells));
        return this;
    }

    public void print(Output out, Style style) {
        int[] widths = new int[headings.size()];
        measure(headings, widths);
        rows.forEach(row -> measure(row, widths));
        if (headings.stream().anyMatch(heading -> !heading.isEmpty())) {
            out.line(style.bold(join(headings, widths)));
        }
        rows.forEach(row -> out.line(join(row, widths)));
    }

    private static void measure(List<String> cells, int[] widths) {
        for (int i = 0; i < widths.length; i++) {
            widths[i] = Math.max(widths[i], width(cells.get(i)));
        }
    }

    private String join(List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String cell = cells.get(i);
            String space = " ".repeat(widths[i] - width(cell));
            line.append(i == 0 ? "" : "  ").append(aligns.get(i) == Align.LEFT ? cell + space : space + cell);
        }
        return line.toString().stripTrailing();
    }

    private static int width(String cell) {
        return cell.codePointCount(0, cell.length());
    }
}
