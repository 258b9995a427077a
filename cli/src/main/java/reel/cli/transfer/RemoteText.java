package reel.cli.transfer;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import reel.app.remote.Remote;
import reel.app.transfer.TestRemote;
import reel.backend.place.PlaceTraits;
import reel.cli.screen.JsonOut;
import reel.cli.screen.Sizes;

/// Remotes and what places can do, in words.
final class RemoteText {
    private RemoteText() {}

    static void json(JsonOut json, Remote remote) throws IOException {
        json.put("name", remote.name());
        json.put("url", remote.url());
        json.object("options", options -> remote.sortedOptions().forEach(options::put));
    }

    static void json(JsonOut json, TestRemote.Report report) throws IOException {
        json.put("place", report.name());
        json.put("there", report.there());
        json.put("entries", report.entries());
        seconds(json, "connect_seconds", report.connect());
        seconds(json, "list_seconds", report.list());
        seconds(json, "write_seconds", report.write());
        seconds(json, "read_seconds", report.read());
        seconds(json, "delete_seconds", report.delete());
        json.object("traits", traits -> rows(report.traits()).forEach(traits::put));
    }

    private static void seconds(JsonOut json, String name, @Nullable Duration took) {
        if (took != null) {
            json.put(name, took.toNanos() / 1e9);
        }
    }

    /// What a place is and can do, a row each.
    static Map<String, String> rows(PlaceTraits traits) {
        Map<String, String> rows = new LinkedHashMap<>();
        rows.put("reads", traits.ranges() ? "any part of a file" : "whole files only");
        rows.put("writes", writes(traits));
        rows.put("folders", traits.folders() ? "kept, also empty ones" : "only as parts of names");
        Duration step = traits.timeStep();
        rows.put("times", step == null ? "not kept" : "kept to " + step(step));
        rows.put(
                "digests",
                traits.digests().isEmpty()
                        ? "none"
                        : traits.digests().stream()
                                .sorted()
                                .map(kind -> kind.name().toLowerCase(Locale.ROOT))
                                .collect(Collectors.joining(", ")));
        rows.put("names", traits.names().foldsCase() ? "do not tell A from a" : "tell A from a");
        rows.put("connections", "up to " + traits.connections());
        rows.put("can also", abilities(traits));
        return rows;
    }

    private static String writes(PlaceTraits traits) {
        if (traits.parts().free()) {
            return "anywhere in a file";
        }
        return (traits.parts().inOrder() ? "parts in order" : "parts side by side") + ", from "
                + Sizes.bytes(traits.parts().least());
    }

    private static String step(Duration step) {
        return step.toSeconds() > 0 ? Sizes.count(step.toSeconds(), "second") : step.toNanos() + " ns";
    }

    private static String abilities(PlaceTraits traits) {
        StringBuilder list = new StringBuilder();
        add(list, "rename", traits.moving());
        add(list, "copy there", traits.copying());
        add(list, "links", traits.linking());
        add(list, "digests there", traits.digesting());
        add(list, "list trees at once", traits.walking());
        add(list, "set times", traits.touching());
        return list.isEmpty() ? "-" : list.toString();
    }

    private static void add(StringBuilder list, String word, @Nullable Object ability) {
        if (ability != null) {
            list.append(list.isEmpty() ? "" : ", ").append(word);
        }
    }
}
