package reel.protect.model;

import java.util.ArrayList;
import java.util.List;

/// What was found wrong, counted, the first ones by name. Thread-safe.
public final class Findings {
    /// So many are named; the rest is counted.
    public static final int MOST_NAMED = 1000;

    private final List<String> named = new ArrayList<>();
    private long count;

    public synchronized void add(String what) {
        count++;
        if (named.size() < MOST_NAMED) {
            named.add(what);
        }
    }

    public synchronized long count() {
        return count;
    }

    /// In no particular order.
    public synchronized List<String> named() {
        return named.stream().sorted().toList();
    }
}
