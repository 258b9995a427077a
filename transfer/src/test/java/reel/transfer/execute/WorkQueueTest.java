package reel.transfer.execute;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import reel.backend.place.Entry;
import reel.stream.Scope;
import reel.transfer.discover.Item;

final class WorkQueueTest {
    private static Item item(String path, long size) {
        return new Item(path, Entry.file(path, size, null), null, false);
    }

    private static List<String> paths(WorkQueue.Task task) {
        return task instanceof WorkQueue.Task.Batch batch
                ? batch.items().stream().map(Item::path).toList()
                : List.of();
    }

    @Test
    void queue_givesTheLargestFirstAndSmallOnesInBatches() throws IOException {
        WorkQueue queue = new WorkQueue(item -> null, 1);
        for (int i = 1; i <= 5; i++) {
            queue.offer(item("large" + i, i << 22));
        }
        for (int i = 0; i < 100; i++) {
            queue.offer(item("small" + i, 100));
        }
        queue.complete();
        List<String> order = new ArrayList<>();
        int batches = 0;
        for (WorkQueue.Task task = queue.take(0); task != null; task = queue.take(0)) {
            order.addAll(paths(task));
            batches++;
            queue.done();
        }

        assertThat(order.subList(0, 5)).containsExactly("large5", "large4", "large3", "large2", "large1");
        assertThat(order).hasSize(105);
        assertThat(batches).isLessThan(20);
    }

    @Test
    void queue_withOneStreamInFour_beginsWithSmallFiles() throws IOException {
        WorkQueue queue = new WorkQueue(item -> null, 4);
        queue.offer(item("large", 1 << 22));
        queue.offer(item("small", 1));

        WorkQueue.Task fourth = queue.take(3);
        WorkQueue.Task first = queue.take(0);

        assertThat(fourth == null ? List.of() : paths(fourth)).containsExactly("small");
        assertThat(first == null ? List.of() : paths(first)).containsExactly("large");
    }

    /// The third stream waits for small files while a large one is there; it gets none of the large one's.
    @Test
    void streamsBeyondTheLimit_takeSmallFilesOnly() throws Exception {
        WorkQueue queue = new WorkQueue(item -> null, 1);
        queue.limit(1, 3);
        queue.offer(item("large", 1 << 22));
        List<String> third = new CopyOnWriteArrayList<>();
        try (Scope scope = Scope.open("streams")) {
            scope.fork(() -> {
                for (WorkQueue.Task task = queue.take(2); task != null; task = queue.take(2)) {
                    third.addAll(paths(task));
                    queue.done();
                }
                return null;
            });
            queue.offer(item("small", 1));
            while (third.isEmpty()) {
                Thread.onSpinWait();
            }
            WorkQueue.Task first = queue.take(0);
            assertThat(first == null ? List.of() : paths(first)).containsExactly("large");
            queue.done();
            queue.complete();
            scope.join();
        }
        assertThat(third).containsExactly("small");
    }

    /// The one that may not work waits first, so the only call for a small file would end with it.
    @Test
    void fileThatComes_wakesAStreamThatMayTakeIt() throws Exception {
        WorkQueue queue = new WorkQueue(item -> null, 1);
        List<String> taken = new CopyOnWriteArrayList<>();
        List<Thread> streams = new ArrayList<>();
        for (int stream : new int[] {1, 0}) {
            Thread thread = Thread.ofPlatform().daemon().start(() -> {
                try {
                    for (WorkQueue.Task task = queue.take(stream); task != null; task = queue.take(stream)) {
                        taken.addAll(paths(task));
                        queue.done();
                    }
                } catch (IOException failure) {
                    taken.add(String.valueOf(failure));
                }
            });
            while (thread.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
            streams.add(thread);
        }

        queue.offer(item("small", 10));

        long patience = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (taken.isEmpty() && System.nanoTime() < patience) {
            Thread.sleep(1);
        }
        assertThat(taken).containsExactly("small");
        queue.complete();
        for (Thread thread : streams) {
            assertThat(thread.join(Duration.ofSeconds(20))).isTrue();
        }
    }

    @Test
    void queue_withManyStreams_givesEverythingOnce() throws IOException {
        Set<String> done = ConcurrentHashMap.newKeySet();
        WorkQueue queue = new WorkQueue(item -> null, 6);
        try (Scope scope = Scope.open("streams")) {
            for (int stream : IntStream.range(0, 8).toArray()) {
                scope.fork(() -> {
                    for (WorkQueue.Task task = queue.take(stream); task != null; task = queue.take(stream)) {
                        for (String path : paths(task)) {
                            assertThat(done.add(path)).isTrue();
                            if (path.equals("0")) {
                                queue.again(item("again", 10));
                            }
                        }
                        queue.done();
                    }
                    return stream;
                });
            }
            for (int i = 0; i < 40_000; i++) {
                queue.offer(item("" + i, i % 50 == 0 ? 1 << 21 : 10));
            }
            queue.complete();
            scope.join();
        }

        assertThat(done).hasSize(40_001);
    }
}
