package reel.history.commit;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import reel.history.codec.Decoder;
import reel.history.codec.Encoder;
import reel.stream.Corrupt;

/// Who did something, when, and by which clock on the wall.
///
/// @param name        not blank, one line
/// @param email       one line, may be empty
/// @param epochMillis milliseconds since 1970
/// @param zoneMinutes minutes east of UTC, -1080 to 1080
public record Signature(String name, String email, long epochMillis, int zoneMinutes) {
    /// Longest name and longest e-mail address, in bytes of UTF-8.
    public static final int MAX_BYTES = 1024;

    private static final int MAX_ZONE_MINUTES = 18 * 60;

    /// Years -9999 to 9999, so that every accepted time can be shown.
    private static final long MAX_EPOCH_MILLIS = 253_402_300_799_999L;

    public Signature {
        name = name.strip();
        email = email.strip();
        if (name.isEmpty()
                || name.length() > MAX_BYTES / 3
                || email.length() > MAX_BYTES / 3
                || (name + email).chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("unusable name or e-mail address: `" + name + "` `" + email + "`");
        }
        if (Math.abs(zoneMinutes) > MAX_ZONE_MINUTES || Math.abs(epochMillis) > MAX_EPOCH_MILLIS) {
            throw new IllegalArgumentException("unusable time: " + epochMillis + " ms, zone " + zoneMinutes + " min");
        }
    }

    public static Signature of(String name, String email, OffsetDateTime when) {
        return new Signature(
                name,
                email,
                when.toInstant().truncatedTo(ChronoUnit.MILLIS).toEpochMilli(),
                when.getOffset().getTotalSeconds() / 60);
    }

    public OffsetDateTime when() {
        return Instant.ofEpochMilli(epochMillis).atOffset(ZoneOffset.ofTotalSeconds(zoneMinutes * 60));
    }

    /// `Name <address>`, or the name alone.
    public String shown() {
        return email.isEmpty() ? name : name + " <" + email + ">";
    }

    public void encode(Encoder out) {
        out.string(name).string(email).i64(epochMillis).u16(zoneMinutes & 0xffff);
    }

    public static Signature decode(Decoder in) throws Corrupt {
        String name = in.string(MAX_BYTES, "name");
        String email = in.string(MAX_BYTES, "e-mail address");
        long epochMillis = in.i64("time");
        int zoneMinutes = (short) in.u16("zone");
        try {
            Signature signature = new Signature(name, email, epochMillis, zoneMinutes);
            if (!signature.name.equals(name) || !signature.email.equals(email)) {
                throw in.corrupt("a name without blanks around it", "`" + name + "`");
            }
            return signature;
        } catch (IllegalArgumentException e) {
            throw in.corrupt("a usable signature", String.valueOf(e.getMessage()));
        }
    }
}
