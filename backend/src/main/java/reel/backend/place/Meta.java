package reel.backend.place;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What goes with a file besides its bytes and time; null or empty where it is not known or not to be set.
///
/// @param mode        permission bits, `0777` and the set-id and sticky bits
/// @param owner       as `name` or, where it has none, as a number
/// @param group       likewise
/// @param linkTarget  of a symbolic link, as it is written there
/// @param attributes  extended attributes by full name (`user.comment`); never modified
/// @param contentType of an object store or web server
public record Meta(
        @Nullable Integer mode,
        @Nullable String owner,
        @Nullable String group,
        @Nullable String linkTarget,
        Map<String, byte[]> attributes,
        @Nullable String contentType) {
    public static final Meta NONE = new Meta(null, null, null, null, Map.of(), null);

    public Meta {
        attributes = Map.copyOf(attributes);
    }

    public static Meta ofMode(int mode) {
        return new Meta(mode, null, null, null, Map.of(), null);
    }

    public static Meta ofLink(String target) {
        return new Meta(null, null, null, target, Map.of(), null);
    }
}
