package reel.backend.wire;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import reel.backend.place.Entry;
import reel.stream.Corrupt;

/// Puts what a service lists into the order of the bytes of its UTF-8, and tells where that cannot be.
///
/// Some services list in the order of UTF-16, which differs only behind characters beyond U+FFFF: what
/// follows the first of those is held until their common beginning is left, and sorted then.
public final class KeyOrder {
    /// Far more names than have such characters under one beginning; beyond it they go on as they come.
    private static final int MOST_HELD = 20_000;

    private final String shown;
    private final Consumer<Entry> sink;
    private final List<Entry> held = new ArrayList<>();
    private String beginning = "";
    private byte[] last = {};

    /// @param shown what is listed, for messages
    public KeyOrder(String shown, Consumer<Entry> sink) {
        this.shown = shown;
        this.sink = sink;
    }

    public void accept(Entry entry) throws IOException {
        String path = entry.path();
        if (!held.isEmpty() && (!path.startsWith(beginning) || held.size() >= MOST_HELD)) {
            finish();
        }
        if (held.isEmpty()) {
            int beyond = firstBeyond(path);
            if (beyond < 0) {
                emit(entry);
                return;
            }
            beginning = path.substring(0, beyond);
        }
        held.add(entry);
    }

    /// Gives what is still held.
    public void finish() throws IOException {
        List<Entry> now = new ArrayList<>(held);
        held.clear();
        now.sort(Comparator.comparing(entry -> entry.path().getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned));
        for (Entry entry : now) {
            emit(entry);
        }
    }

    private static int firstBeyond(String path) {
        for (int i = 0; i < path.length(); i++) {
            if (Character.isSurrogate(path.charAt(i))) {
                return i;
            }
        }
        return -1;
    }

    private void emit(Entry entry) throws IOException {
        byte[] bytes = entry.path().getBytes(StandardCharsets.UTF_8);
        if (Arrays.compareUnsigned(last, bytes) >= 0) {
            throw new Corrupt(
                    shown,
                    -1,
                    "names in ascending order from the server",
                    "another order",
                    "Set the option walk to false: then folders are listed one by one.",
                    null);
        }
        last = bytes;
        sink.accept(entry);
    }
}
