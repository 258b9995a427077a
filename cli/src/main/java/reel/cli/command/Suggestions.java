package reel.cli.command;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/// The word that somebody probably meant.
public final class Suggestions {
    private Suggestions() {}

    /// The candidate that begins with what was typed, else the one that takes the fewest edits, if they are few
    /// for a word of that length. Between equals the one of the same length: fingers swap letters more than
    /// they drop.
    public static Optional<String> closest(String typed, Collection<String> candidates) {
        int bound = Math.max(1, typed.length() / 3);
        Optional<String> begun = candidates.stream()
                .filter(candidate -> typed.length() >= 3 && candidate.startsWith(typed))
                .min(Comparator.naturalOrder());
        return begun.isPresent()
                ? begun
                : candidates.stream()
                        .min(Comparator.comparingInt((String candidate) -> distance(typed, candidate))
                                .thenComparingInt(candidate -> Math.abs(candidate.length() - typed.length()))
                                .thenComparing(Comparator.naturalOrder()))
                        .filter(near -> distance(typed, near) <= bound);
    }

    /// Damerau-Levenshtein distance with adjacent transpositions (optimal string alignment).
    static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    d[i][j] = i + j;
                    continue;
                }
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                d[i][j] = Math.min(Math.min(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + change);
                boolean swapped =
                        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
                if (swapped) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[a.length()][b.length()];
    }
}
