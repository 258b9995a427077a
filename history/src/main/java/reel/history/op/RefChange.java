package reel.history.op;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reel.stream.Refused;

/// One name that an operation created, moved or removed.
///
/// @param before what it named: a commit's id, or for a head also a branch; null where it did not exist
/// @param after  what it names now; null where it does not exist any more
public record RefChange(
        Kind kind,
        String name,
        @Nullable String before,
        @Nullable String after) {
    public enum Kind {
        BRANCH,
        TAG,
        HEAD;

        public String shown() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /// What differs between two views, branches first, then tags, then heads, each by name.
    public static List<RefChange> between(View before, View after) {
        List<RefChange> changes = new ArrayList<>();
        collect(Kind.BRANCH, before.branches(), after.branches(), Object::toString, changes);
        collect(Kind.TAG, before.tags(), after.tags(), tag -> tag.commit().toString(), changes);
        collect(Kind.HEAD, before.heads(), after.heads(), Head::shown, changes);
        return changes;
    }

    private static <T> void collect(
            Kind kind,
            SortedMap<String, T> before,
            SortedMap<String, T> after,
            Function<T, String> shown,
            List<RefChange> into) {
        for (String name : names(before, after)) {
            T was = before.get(name);
            T is = after.get(name);
            if (!java.util.Objects.equals(was, is)) {
                into.add(new RefChange(
                        kind, name, was == null ? null : shown.apply(was), is == null ? null : shown.apply(is)));
            }
        }
    }

    /// `now` without what changed from `before` to `after`; everything else stays as it is.
    ///
    /// [Refused] where a name has moved on since, naming it.
    static View takenBack(View before, View after, View now, String thing) throws Refused {
        return new View(
                takenBack(Kind.BRANCH, before.branches(), after.branches(), now.branches(), thing),
                takenBack(Kind.TAG, before.tags(), after.tags(), now.tags(), thing),
                takenBack(Kind.HEAD, before.heads(), after.heads(), now.heads(), thing));
    }

    private static <T> SortedMap<String, T> takenBack(
            Kind kind, SortedMap<String, T> before, SortedMap<String, T> after, SortedMap<String, T> now, String thing)
            throws Refused {
        SortedMap<String, T> result = new TreeMap<>(now);
        for (String name : names(before, after)) {
            T was = before.get(name);
            T became = after.get(name);
            T is = now.get(name);
            if (java.util.Objects.equals(was, became) || java.util.Objects.equals(is, was)) {
                continue;
            }
            if (!java.util.Objects.equals(is, became)) {
                throw new Refused(
                        thing,
                        "cannot be undone: " + kind.shown() + " " + name + " was changed again since",
                        "Undo the later operation first, or go back to a whole state with `reel op restore`.");
            }
            if (was == null) {
                result.remove(name);
            } else {
                result.put(name, was);
            }
        }
        return result;
    }

    private static <T> Iterable<String> names(SortedMap<String, T> before, SortedMap<String, T> after) {
        SortedMap<String, T> all = new TreeMap<>(before);
        all.putAll(after);
        return all.keySet();
    }
}
