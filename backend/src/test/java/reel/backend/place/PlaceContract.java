package reel.backend.place;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import reel.stream.Conflict;
import reel.stream.Missing;
import reel.stream.Refused;

/// What every place that can be written keeps, all of it. A subclass says how to open one; run against real
/// servers.
public abstract class PlaceContract extends PlaceWritingContract {
    /// Whether mode and extended attributes are kept.
    protected boolean keepsMeta() {
        return false;
    }

    // Times and metadata

    @Test
    void time_ofPublishedFile_isKeptAsExactlyAsThePlaceSays() throws IOException {
        Duration step = traits().timeStep();
        Entry published = write(place, "a", noise(10, 16), TIME);
        if (step != null) {
            Entry listed = Objects.requireNonNull(list(place, "").get("a"));
            Entry told = place.stat("a");
            // A listing may leave the time out, never tell another.
            for (Entry entry : List.of(published, told, listed.modified() == null ? told : listed)) {
                assertThat(Duration.between(Objects.requireNonNull(entry.modified()), TIME)
                                .abs())
                        .isLessThan(step);
            }
        }
    }

    @Test
    void touch_changesTimeAndNotBytes() throws IOException {
        Touching touching = traits().touching();
        put("folder/a", "bytes");
        if (touching == null) {
            return;
        }
        touching.touch("folder/a", TIME, Meta.NONE);
        touching.touch("folder", TIME, Meta.NONE);
        Duration step = Objects.requireNonNull(traits().timeStep());

        for (String path : List.of("folder/a", "folder")) {
            assertThat(Duration.between(Objects.requireNonNull(place.stat(path).modified()), TIME)
                            .abs())
                    .isLessThan(step);
        }
        assertThat(text("folder/a")).isEqualTo("bytes");
        assertThatThrownBy(() -> touching.touch("no", TIME, Meta.NONE)).isInstanceOf(Missing.class);
    }

    @Test
    void meta_ofPublishedFile_isKept() throws IOException {
        if (!keepsMeta()) {
            return;
        }
        Meta meta = new Meta(0640, null, null, null, Map.of("user.film", new byte[] {1, 0, 2}), null);
        try (Writing writing = place.create(request("a", 1))) {
            writing.write(0, source(new byte[1]));
            Entry published = writing.publish(TIME, meta, Map.of());
            assertThat(published.meta().mode()).isEqualTo(0640);
        }
        Entry told = place.stat("a");
        assertThat(told.meta().mode()).isEqualTo(0640);
        assertThat(told.meta().attributes().get("user.film")).containsExactly(1, 0, 2);
        try (Reading reading = place.open(told)) {
            assertThat(reading.entry().meta().attributes()).containsKey("user.film");
        }
    }

    // Links

    @Test
    void link_isToldAsTheLink_andReplaced() throws IOException {
        Linking linking = traits().linking();
        if (linking == null) {
            return;
        }
        put("a", "bytes");
        for (String target : List.of("a", "../elsewhere/caf\u00e9", "/no/such/file")) {
            linking.link("links/l", target);

            Entry link = place.stat("links/l");
            assertThat(link.kind()).isEqualTo(Entry.Kind.LINK);
            assertThat(link.meta().linkTarget()).isEqualTo(target);
            Entry listed = Objects.requireNonNull(list(place, "links").get("links/l"));
            assertThat(listed.meta().linkTarget()).isEqualTo(target);
            assertThatThrownBy(() -> place.open(link).close()).isInstanceOf(Refused.class);
        }
        put("links/l", "a file now");
        assertThat(text("links/l")).isEqualTo("a file now");
        assertThat(text("a")).isEqualTo("bytes");
        linking.link("links/l", "a");
        place.delete("links/l");
        assertThat(text("a")).isEqualTo("bytes");
    }

    // Folders

    @Test
    void makeFolder_makesAllOfThem_andAgainIsNoError() throws IOException {
        place.makeFolder("a/b/c");
        place.makeFolder("a/b/c");
        place.makeFolder("a");
        place.makeFolder("");

        assertThat(tree(place, "")).isEqualTo(traits().folders() ? List.of("a", "a/b", "a/b/c") : List.of());
        put("a/b/c/d", "x");
        assertThat(text("a/b/c/d")).isEqualTo("x");
    }

    @Test
    void file_whereAFolderIsNeeded_isRefused() throws IOException {
        put("a", "file");
        put("folder/b", "x");
        if (!traits().folders()) {
            return;
        }
        assertThatThrownBy(() -> put("a/b", "x")).isInstanceOf(Refused.class);
        assertThatThrownBy(() -> put("a/b/c", "x")).isInstanceOf(Refused.class);
        assertThatThrownBy(() -> place.makeFolder("a")).isInstanceOf(Refused.class);
        assertThatThrownBy(() -> place.makeFolder("a/b")).isInstanceOf(Refused.class);
        assertThatThrownBy(() -> put("folder", "x")).isInstanceOf(Refused.class);
        assertThat(tree(place, "")).containsExactly("a", "folder", "folder/b");
        assertThat(text("a")).isEqualTo("file");
    }

    @Test
    void delete_removesAndIsIdempotent() throws IOException {
        put("a/b", "x");
        put("a/c", "y");
        place.delete("a/b");
        place.delete("a/b");
        place.delete("never/there");
        place.delete("a/c/d");

        assertThat(list(place, "a").keySet()).containsExactly("a/c");
        assertThatThrownBy(() -> place.stat("a/b")).isInstanceOf(Missing.class);
        put("a/b", "again");
        assertThat(text("a/b")).isEqualTo("again");
    }

    @Test
    void delete_ofFolder_removesNothing() throws IOException {
        put("a/b", "x");
        if (traits().folders()) {
            assertThatThrownBy(() -> place.delete("a")).isInstanceOf(Refused.class);
        } else {
            place.delete("a");
        }

        assertThat(text("a/b")).isEqualTo("x");
    }

    @Test
    void deleteFolder_removesOnlyEmptyOnes() throws IOException {
        put("a/b/c", "x");
        put("file", "y");
        if (traits().folders()) {
            assertThatThrownBy(() -> place.deleteFolder("a")).isInstanceOf(Refused.class);
            assertThatThrownBy(() -> place.deleteFolder("file")).isInstanceOf(Refused.class);
        }
        assertThat(text("a/b/c")).isEqualTo("x");
        assertThat(text("file")).isEqualTo("y");
        place.delete("a/b/c");
        place.deleteFolder("a/b");
        place.deleteFolder("a/b");
        place.deleteFolder("a");
        place.deleteFolder("no/such");

        assertThat(tree(place, "")).containsExactly("file");
    }

    // Abilities

    @Test
    void move_renamesAndReplaces() throws IOException {
        Moving moving = traits().moving();
        if (moving == null) {
            return;
        }
        put("a/b", "moved");
        put("c", "old");
        moving.move("a/b", "c");
        moving.move("c", "new/folder/d");

        assertThat(text("new/folder/d")).isEqualTo("moved");
        assertThatThrownBy(() -> place.stat("a/b")).isInstanceOf(Missing.class);
        assertThatThrownBy(() -> place.stat("c")).isInstanceOf(Missing.class);
        assertThatThrownBy(() -> moving.move("no", "x")).isInstanceOf(Missing.class);
    }

    @Test
    void copy_insideThePlace_isOfTheVersionThatWasTold() throws IOException {
        Copying copying = traits().copying();
        if (copying == null) {
            return;
        }
        byte[] bytes = severalParts(17);
        put("a", bytes);
        Entry told = place.stat("a");
        Entry copy = copying.copy(told, "copies/b");

        assertThat(copy.path()).isEqualTo("copies/b");
        assertThat(read(place, "copies/b")).isEqualTo(bytes);
        put("a", "another");
        assertThatThrownBy(() -> copying.copy(told, "copies/c")).isInstanceOf(Conflict.class);
        assertThat(list(place, "copies").keySet()).containsExactly("copies/b");
    }

    @Test
    void sync_ofWhatWasPublished_changesNothing() throws IOException {
        Syncing syncing = traits().syncing();
        put("a/b", "x");
        if (syncing != null) {
            syncing.sync();
            syncing.sync();
        }

        assertThat(text("a/b")).isEqualTo("x");
    }

    // Interruption

    @Test
    void interruptedWriter_isToldSo_andTheWritingGoesOn() throws Exception {
        byte[] bytes = noise(partBytes(), 18);
        List<Throwable> seen = new ArrayList<>();
        try (Writing writing = place.create(request("a", bytes.length))) {
            Thread thread = Thread.ofVirtual().start(() -> {
                Thread.currentThread().interrupt();
                for (Call call : List.<Call>of(
                        () -> writing.write(0, source(bytes)),
                        () -> place.create(request("b", 1)).close(),
                        () -> place.delete("c"),
                        () -> place.makeFolder("d"))) {
                    try {
                        call.run();
                    } catch (IOException failure) {
                        seen.add(failure);
                    }
                    Thread.currentThread().interrupt();
                }
            });
            thread.join();
            assertThat(seen).hasSize(4).allMatch(InterruptedIOException.class::isInstance);
            writing.write(0, source(bytes));
            writing.publish(null, Meta.NONE, Map.of());
        }
        assertThat(read(place, "a")).isEqualTo(bytes);
        assertThat(tree(place, "")).containsExactly("a");
    }
}
