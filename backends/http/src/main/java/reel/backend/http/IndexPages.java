package reel.backend.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;
import reel.backend.place.Entry;
import reel.backend.place.Meta;
import reel.backend.place.NameRules;
import reel.backend.wire.Answer;
import reel.stream.Missing;
import reel.stream.Refused;
import reel.stream.Scope;

/// Folders of servers that only show them to people: the links of an index page that lead one step down.
final class IndexPages {
    /// Far beyond an index page; more is some other document.
    private static final int MOST_BYTES = 16 << 20;

    /// Files asked for their size at once.
    private static final int MOST_HEADS = 16;

    private final Caller caller;
    private final NameRules names;
    private final Head head;

    /// Asks a file's headers.
    @FunctionalInterface
    interface Head {
        Entry of(String path, Url url) throws IOException;
    }

    IndexPages(Caller caller, NameRules names, Head head) {
        this.caller = caller;
        this.names = names;
        this.head = head;
    }

    /// That a folder has an index page.
    Entry folder(String path, Url url) throws IOException {
        String shown = url.toString();
        try (Answer answer = caller.send(shown, "HEAD", url, Map.of(), null)) {
            requirePage(shown, answer);
        }
        return Entry.folder(path, null, Meta.NONE);
    }

    private static void requirePage(String shown, Answer answer) throws IOException {
        if (answer.status() == 403) {
            throw new Refused(
                    shown,
                    "the server does not list this folder (403)",
                    "Name a file in it, or turn its index page on.");
        }
        if (!answer.succeeded()) {
            throw HttpFailure.of(shown, answer);
        }
        @Nullable String type = answer.header("content-type");
        if (type == null || !type.toLowerCase(Locale.ROOT).startsWith("text/html")) {
            throw new Missing(shown, "is no folder with an index page");
        }
    }

    void list(String folder, Url url, Consumer<Entry> sink) throws IOException {
        List<Entry> found = new ArrayList<>();
        for (Map.Entry<String, Boolean> link : links(url).entrySet()) {
            String path = folder.isEmpty() ? link.getKey() : folder + "/" + link.getKey();
            if (names.problem(path) == null) {
                found.add(
                        link.getValue() ? Entry.folder(path, null, Meta.NONE) : Entry.file(path, Entry.UNKNOWN, null));
            }
        }
        for (Entry entry : withSizes(found)) {
            sink.accept(entry);
        }
    }

    /// By name without its slash, whether it leads to a folder.
    private Map<String, Boolean> links(Url url) throws IOException {
        String shown = url.toString();
        Map<String, Boolean> links = new TreeMap<>();
        try (Answer answer = caller.send(shown, "GET", url, Map.of(), null)) {
            requirePage(shown, answer);
            byte[] page = answer.bytes(MOST_BYTES);
            String text = StandardCharsets.UTF_8.name();
            for (Element link :
                    Jsoup.parse(new ByteArrayInputStream(page), text, "").select("a[href]")) {
                @Nullable Url to = url.resolve(link.attr("href"));
                if (to == null
                        || to.query() != null
                        || !to.host().equals(url.host())
                        || !to.path().startsWith(url.path())) {
                    continue;
                }
                String rest = to.path().substring(url.path().length());
                boolean isFolder = rest.endsWith("/");
                String encoded = isFolder ? rest.substring(0, rest.length() - 1) : rest;
                @Nullable String name = Url.decode(encoded);
                if (name != null && !name.isEmpty() && !encoded.contains("/") && !name.contains("/")) {
                    links.merge(name, isFolder, Boolean::logicalOr);
                }
            }
        }
        return links;
    }

    /// The same with what the server says of each file.
    private List<Entry> withSizes(List<Entry> found) throws IOException {
        Semaphore free = new Semaphore(Math.min(MOST_HEADS, caller.most()));
        List<Future<Entry>> heads = new ArrayList<>();
        try (Scope scope = Scope.open("heads")) {
            for (Entry entry : found) {
                heads.add(scope.fork(() -> {
                    if (entry.isFolder()) {
                        return entry;
                    }
                    free.acquire();
                    try {
                        return head.of(entry.path(), caller.root().below(entry.path()));
                    } catch (Missing | Refused gone) {
                        // A link that leads nowhere is still told, and fails by itself when it is read.
                        return entry;
                    } finally {
                        free.release();
                    }
                }));
            }
            scope.join();
        }
        return heads.stream().map(Future::resultNow).toList();
    }
}
