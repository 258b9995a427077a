package reel.backend.wire;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Times as HTTP and object stores write them.
public final class HttpTime {
    /// `Sun, 06 Nov 1994 08:49:37 GMT`, RFC 9110 §5.6.7.
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private static final Pattern SECONDS = Pattern.compile("-?\\d{1,18}(\\.\\d{1,18})?");

    /// More than a transfer waits anyway; a server may write any number.
    private static final long MOST_SECONDS = 3600;

    private HttpTime() {}

    public static String date(Instant time) {
        return DATE.format(time);
    }

    /// Null where `text` is null or no date.
    public static @Nullable Instant date(@Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            return ZonedDateTime.parse(text, DATE).toInstant();
        } catch (DateTimeParseException notOne) {
            return null;
        }
    }

    /// Of `2026-01-31T10:00:00.000Z`; null where `text` is null or no time.
    public static @Nullable Instant iso(@Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException notOne) {
            return null;
        }
    }

    /// Seconds and a fraction since 1970, the way rclone and others keep a file's time in an object's metadata.
    public static String seconds(Instant time) {
        String fraction = nineDigits(time.getNano());
        long seconds = time.getEpochSecond();
        if (seconds < 0 && time.getNano() > 0) {
            // -1.25 s is one second before 1970 and a quarter, held as -2 s and three quarters.
            fraction = nineDigits(1_000_000_000 - time.getNano());
            seconds++;
            return (seconds == 0 ? "-0" : Long.toString(seconds)) + "." + fraction;
        }
        return seconds + "." + fraction;
    }

    /// Of a number below 10^9; every object's time comes here.
    private static String nineDigits(int number) {
        return Integer.toString(1_000_000_000 + number).substring(1);
    }

    /// What [#seconds] wrote, or others with fewer digits; null where it is nothing of the kind.
    public static @Nullable Instant seconds(@Nullable String text) {
        if (text == null || text.length() > 40 || !SECONDS.matcher(text).matches()) {
            return null;
        }
        java.math.BigDecimal value = new java.math.BigDecimal(text);
        java.math.BigDecimal whole = value.setScale(0, java.math.RoundingMode.FLOOR);
        long nanos = value.subtract(whole).movePointRight(9).longValue();
        try {
            return Instant.ofEpochSecond(whole.longValueExact(), nanos);
        } catch (java.time.DateTimeException | ArithmeticException far) {
            return null;
        }
    }

    /// A file's time in an object's metadata, however it was written; null where it is none.
    public static @Nullable Instant kept(@Nullable String text) {
        @Nullable Instant time = iso(text);
        return time != null ? time : seconds(text);
    }

    static @Nullable Duration retryAfter(@Nullable String header) {
        if (header == null) {
            return null;
        }
        if (header.matches("\\d{1,9}")) {
            return Duration.ofSeconds(Math.min(Long.parseLong(header), MOST_SECONDS));
        }
        @Nullable Instant until = date(header);
        if (until == null) {
            return null;
        }
        long seconds = Math.clamp(until.getEpochSecond() - Instant.now().getEpochSecond(), 0, MOST_SECONDS);
        return Duration.ofSeconds(seconds);
    }
}
