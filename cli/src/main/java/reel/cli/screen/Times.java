package reel.cli.screen;

import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Points in time as people type them.
public final class Times {
    private static final Pattern AGO = Pattern.compile("([0-9]{1,6})\\s*(s|m|min|h|d|w)(\\s+ago)?");

    private Times() {}

    /// `2026-01-31`, `2026-01-31T12:30`, the same with a zone, `90m`, `3d`, `2w` (that long ago).
    public static OffsetDateTime parse(String text) {
        ZoneId zone = ZoneId.systemDefault();
        Matcher ago = AGO.matcher(text);
        if (ago.matches()) {
            return OffsetDateTime.now(zone).minus(duration(Long.parseLong(ago.group(1)), ago.group(2)));
        }
        String iso = text.strip().replace(' ', 'T');
        try {
            if (iso.length() <= 10) {
                return LocalDate.parse(iso).atStartOfDay(zone).toOffsetDateTime();
            }
            return OffsetDateTime.parse(iso);
        } catch (DateTimeParseException noZone) {
            try {
                return LocalDateTime.parse(iso).atZone(zone).toOffsetDateTime();
            } catch (DateTimeParseException wrong) {
                throw new Usage("'" + text + "' is not a time; write 2026-01-31, 2026-01-31T12:30, "
                        + "2026-01-31T12:30+01:00, or 3d for three days ago");
            }
        }
    }

    /// `3d`, `12h`, `90m`, `2w`.
    public static Duration length(String text) {
        Matcher length = AGO.matcher(text);
        if (!length.matches()) {
            throw new Usage("'" + text + "' is not a length of time; write 90m, 12h, 3d or 2w");
        }
        return duration(Long.parseLong(length.group(1)), length.group(2));
    }

    private static Duration duration(long count, String unit) {
        return switch (unit) {
            case "s" -> Duration.ofSeconds(count);
            case "h" -> Duration.ofHours(count);
            case "d" -> Duration.ofDays(count);
            case "w" -> Duration.ofDays(7 * count);
            default -> Duration.ofMinutes(count);
        };
    }
}
