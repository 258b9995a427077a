package reel.transfer.discover;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import reel.backend.place.Disk;
import reel.backend.place.Entry;
import reel.backend.place.Place;
import reel.stream.Refused;

/// Finds out what a symbolic link of a place means.
final class LinkReader {
    /// As many links in a row as Linux follows.
    private static final int MOST_STEPS = 40;

    private LinkReader() {}

    /// What lies at the end of the links that begin with `link`, under its own path.
    static Entry follow(Place place, Entry link) throws IOException {
        Entry at = link;
        for (int step = 0; at.kind() == Entry.Kind.LINK; step++) {
            if (step == MOST_STEPS) {
                throw new Refused(link.path(), "is a link that leads in circles");
            }
            String target = at.meta().linkTarget();
            String path = target == null ? null : resolve(place, at.path(), target);
            if (path == null) {
                throw new Refused(
                        link.path(),
                        "is a link to " + target + ", outside " + place.traits().name(),
                        "Keep links as they are, or copy what it means on its own.");
            }
            at = place.stat(path);
        }
        return at;
    }

    /// The path in the place; null where it is outside.
    private static @Nullable String resolve(Place place, String from, String target) throws IOException {
        String relative = target;
        if (target.startsWith("/")) {
            Disk disk = place.traits().disk();
            if (disk == null) {
                return null;
            }
            Path root = disk.file("").toAbsolutePath().normalize();
            Path file = Path.of(target).normalize();
            if (!file.startsWith(root)) {
                return null;
            }
            relative = root.relativize(file).toString();
            from = "";
        }
        int slash = from.lastIndexOf('/');
        StringBuilder path = new StringBuilder(slash < 0 ? "" : from.substring(0, slash));
        for (String segment : relative.split("/")) {
            if (segment.equals("..")) {
                if (path.isEmpty()) {
                    return null;
                }
                path.setLength(Math.max(0, path.lastIndexOf("/")));
            } else if (!segment.isEmpty() && !segment.equals(".")) {
                path.append(path.isEmpty() ? "" : "/").append(segment);
            }
        }
        return path.toString();
    }
}
