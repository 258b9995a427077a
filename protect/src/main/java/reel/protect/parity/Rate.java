package reel.protect.parity;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How much parity there is, in hundredths of a percent of what it protects; 0 is none.
public record Rate(int basisPoints) {
    public static final Rate OFF = new Rate(0);
    public static final Rate DEFAULT = new Rate(1000);

    private static final int LEAST = 100;
    private static final int MOST = 10_000;
    private static final Pattern PERCENT = Pattern.compile("([0-9]{1,3})(?:\\.([0-9]{1,2}))?%");

    public Rate {
        if (basisPoints != 0 && (basisPoints < LEAST || basisPoints > MOST)) {
            throw new IllegalArgumentException("a rate is 1% to 100%, not " + basisPoints / 100.0 + "%");
        }
    }

    /// Reads `off`, or a percentage from `1%` to `100%` with at most two decimals.
    public static Optional<Rate> parse(String text) {
        if (text.equals("off")) {
            return Optional.of(OFF);
        }
        Matcher percent = PERCENT.matcher(text);
        if (!percent.matches()) {
            return Optional.empty();
        }
        String decimals = percent.group(2) == null ? "00" : (percent.group(2) + "0").substring(0, 2);
        int points = Integer.parseInt(percent.group(1)) * 100 + Integer.parseInt(decimals);
        return points < LEAST || points > MOST ? Optional.empty() : Optional.of(new Rate(points));
    }

    public boolean isOff() {
        return basisPoints == 0;
    }

    /// The share of `symbols`, rounded up.
    int of(int symbols) {
        return (int) Math.ceilDiv((long) symbols * basisPoints, (long) MOST);
    }

    @Override
    public String toString() {
        return isOff() ? "off" : basisPoints % 100 == 0 ? basisPoints / 100 + "%" : basisPoints / 100.0 + "%";
    }
}
