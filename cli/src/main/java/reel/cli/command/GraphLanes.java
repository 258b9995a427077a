package reel.cli.command;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import reel.stream.hash.Hash;

/// Draws a history as lanes: one column for each line of commits that is still open.
///
/// Commits come in an order in which every one stands before its parents.
final class GraphLanes {
    /// The commit each lane waits for.
    private final List<Hash> lanes = new ArrayList<>();

    /// What stands left of one commit's text.
    ///
    /// @param above    whole rows before the commit
    /// @param first    left of its first line
    /// @param below    whole rows after the commit's first line
    /// @param rest     left of its further lines
    record Drawing(List<String> above, String first, List<String> below, String rest) {}

    Drawing draw(Hash commit, List<Hash> parents) {
        List<String> above = new ArrayList<>();
        int at = lanes.indexOf(commit);
        if (at < 0) {
            lanes.add(commit);
            at = lanes.size() - 1;
        }
        for (int twin = lanes.lastIndexOf(commit); twin > at; twin = lanes.lastIndexOf(commit)) {
            above.add(collapse(at, twin));
            lanes.remove(twin);
        }
        String first = row(at);
        List<String> below = new ArrayList<>();
        if (parents.isEmpty()) {
            lanes.remove(at);
            if (at < lanes.size()) {
                below.add(closed(at));
            }
        } else {
            lanes.set(at, parents.getFirst());
            for (int i = 1; i < parents.size(); i++) {
                below.add(opened(at));
                lanes.add(at + 1, parents.get(i));
            }
        }
        return new Drawing(above, first, below, row(-1));
    }

    private String row(int star) {
        char[] cells = cells(lanes.size());
        for (int i = 0; i < lanes.size(); i++) {
            cells[2 * i] = i == star ? '*' : '|';
        }
        return text(cells);
    }

    /// Lane `from` runs into lane `into`; those right of it move one to the left.
    private String collapse(int into, int from) {
        char[] cells = cells(lanes.size());
        for (int i = 0; i < from; i++) {
            cells[2 * i] = '|';
        }
        for (int i = into; i < from - 1; i++) {
            cells[2 * i + 1] = '_';
        }
        for (int i = from; i < lanes.size(); i++) {
            cells[2 * i - 1] = '/';
        }
        return text(cells);
    }

    /// A lane opens right of `at`; those right of it move one to the right.
    private String opened(int at) {
        char[] cells = cells(lanes.size() + 1);
        for (int i = 0; i < lanes.size(); i++) {
            if (i <= at) {
                cells[2 * i] = '|';
            }
            if (i >= at) {
                cells[2 * i + 1] = '\\';
            }
        }
        return text(cells);
    }

    /// The lane at `at` has ended; those right of it have moved one to the left.
    private String closed(int at) {
        char[] cells = cells(lanes.size() + 1);
        for (int i = 0; i < lanes.size(); i++) {
            cells[i < at ? 2 * i : 2 * i + 1] = i < at ? '|' : '/';
        }
        return text(cells);
    }

    private static char[] cells(int width) {
        char[] cells = new char[2 * Math.max(1, width)];
        Arrays.fill(cells, ' ');
        return cells;
    }

    private static String text(char[] cells) {
        return new String(cells).stripTrailing() + " ";
    }
}
