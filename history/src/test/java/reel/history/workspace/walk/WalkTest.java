package reel.history.workspace.walk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reel.history.workspace.FileStat;

final class WalkTest {
    @TempDir
    Path temp;

    private interface Everywhere extends Walk.Visitor<Integer> {
        void seen(Listing listing, int depth) throws IOException;

        @Override
        default void visit(Listing listing, Integer depth, Walk.Below<Integer> below) throws IOException {
            seen(listing, depth);
            for (Listing.Name name : listing.names()) {
                FileStat stat = name.stat();
                if (stat != null && stat.type() == FileStat.Type.FOLDER) {
                    below.enter(name.path(), depth + 1);
                }
            }
        }

        @Override
        default void unreadable(Path folder, Integer depth, String reason) {
            throw new AssertionError(folder + ": " + reason);
        }
    }

    private void make() throws IOException {
        for (int i = 0; i < 20; i++) {
            for (int j = 0; j < 5; j++) {
                Path folder = Files.createDirectories(temp.resolve("a" + i + "/b" + j));
                Files.createFile(folder.resolve("f"));
            }
        }
        Files.createDirectories(temp.resolve("a1/.reel/inner"));
    }

    @Test
    void run_visitsEveryFolderOnceAndSorted() throws IOException {
        make();
        Set<Path> seen = ConcurrentHashMap.newKeySet();
        Walk.run(temp, 0, (Everywhere) (listing, depth) -> {
            assertThat(seen.add(listing.folder())).isTrue();
            assertThat(listing.names()).isSorted();
            assertThat(
                            temp.relativize(listing.folder()).toString().isEmpty()
                                    ? 0
                                    : temp.relativize(listing.folder()).getNameCount())
                    .isEqualTo(depth);
        });
        assertThat(seen).hasSize(1 + 20 + 100);
    }

    @Test
    void run_whenTheVisitorFails_endsAndThrowsIt() throws IOException {
        make();
        AtomicInteger visits = new AtomicInteger();
        assertThatThrownBy(() -> Walk.run(temp, 0, (Everywhere) (listing, depth) -> {
                    if (visits.incrementAndGet() == 10) {
                        throw new IOException("enough");
                    }
                }))
                .isInstanceOf(IOException.class)
                .hasMessage("enough");
    }

    @Test
    void run_whenInterrupted_endsAsInterrupted() throws IOException {
        make();
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> Walk.run(temp, 0, (Everywhere) (listing, depth) -> {}))
                .isInstanceOf(InterruptedIOException.class);
        assertThat(Thread.interrupted()).isTrue();
    }
}
