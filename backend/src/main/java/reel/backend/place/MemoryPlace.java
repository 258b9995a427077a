package reel.backend.place;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reel.stream.Conflict;
import reel.stream.Corrupt;
import reel.stream.Exhausted;
import reel.stream.Refused;

/// A tree on the heap, for tests: the twin of every other place, in the [MemoryShape] that is wanted.
public final class MemoryPlace implements Place {
    /// A file is one array.
    static final long MOST_BYTES = Integer.MAX_VALUE - 8;

    private static final Comparator<String> BY_BYTES =
            Comparator.comparing(path -> path.getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned);

    private final MemoryTree tree;
    private final PlaceTraits traits;

    private MemoryPlace(MemoryTree tree) {
        this.tree = tree;
        MemoryShape shape = tree.shape();
        this.traits = new PlaceTraits(
                "memory",
                shape.parts(),
                shape.ranges(),
                shape.folders(),
                true,
                shape.timeStep(),
                shape.digests(),
                shape.names(),
                1,
                null,
                this::move,
                (from, target, begun) -> copy(from, target),
                shape.meta() ? this::link : null,
                null,
                shape.folders() ? null : this::walk,
                shape.timeStep() == null ? null : this::touch,
                null);
    }

    /// Empty, a disk.
    public static MemoryPlace create() {
        return create(MemoryShape.DISK);
    }

    public static MemoryPlace create(MemoryShape shape) {
        return create(shape, InstantSource.system());
    }

    public static MemoryPlace create(MemoryShape shape, InstantSource clock) {
        return new MemoryPlace(new MemoryTree(shape, clock));
    }

    /// The same tree, as another process would see it.
    public MemoryPlace again() {
        return new MemoryPlace(tree);
    }

    /// Files that were begun and neither published nor discarded.
    public int unfinished() {
        return tree.uploads();
    }

    @Override
    public PlaceTraits traits() {
        return traits;
    }

    @Override
    public Entry stat(String path) throws IOException {
        check(path);
        return entry(path, tree.require(path));
    }

    @Override
    public void list(String folder, Consumer<Entry> sink) throws IOException {
        check(folder);
        for (String child : tree.children(folder)) {
            MemoryTree.Node node = tree.at(child);
            if (node != null) {
                sink.accept(entry(child, node));
            }
        }
    }

    private void walk(String folder, Consumer<Entry> sink) throws IOException {
        check(folder);
        for (String path : tree.below(folder).stream().sorted(BY_BYTES).toList()) {
            MemoryTree.Node node = tree.at(path);
            if (node != null) {
                sink.accept(entry(path, node));
            }
        }
    }

    @Override
    public Reading open(Entry entry) throws IOException {
        check(entry.path());
        MemoryTree.Node node = tree.require(entry.path());
        if (!entry.isFile() || node.kind() != Entry.Kind.FILE) {
            throw new Refused(entry.path(), "is no file that can be read");
        }
        Entry now = entry(entry.path(), node);
        requireSame(entry, now);
        return new MemoryReading(tree.shape(), now, node.bytes());
    }

    private static void requireSame(Entry told, Entry now) throws Conflict {
        boolean same = told.version() != null
                ? told.version().equals(now.version())
                : (told.size() == Entry.UNKNOWN || told.size() == now.size())
                        && (told.modified() == null || told.modified().equals(now.modified()));
        if (!same) {
            throw new Conflict(told.path(), "changed since it was listed", "Start again.");
        }
    }

    @Override
    public Writing create(WriteRequest request) throws IOException {
        check(request.path());
        if (request.path().isEmpty()) {
            throw new Refused("memory", "is a folder, not a file");
        }
        if (request.size() > MOST_BYTES) {
            throw new Exhausted(request.path(), request.size() + " bytes are more than a file in memory can have");
        }
        String token = request.resume();
        return new MemoryWriting(this, request, token == null ? tree.begin() : tree.upload(token));
    }

    Entry publish(
            WriteRequest request,
            MemoryUpload upload,
            @Nullable Instant modified,
            Meta meta,
            Map<DigestKind, String> expected)
            throws IOException {
        byte[] bytes = upload.whole();
        for (Map.Entry<DigestKind, String> one : expected.entrySet()) {
            String found = Digester.of(one.getKey(), MemorySegment.ofArray(bytes));
            if (!found.equals(one.getValue())) {
                throw new Corrupt(
                        request.path(), -1, one.getKey() + " " + one.getValue(), found, "Send it again.", null);
            }
        }
        MemoryShape shape = tree.shape();
        Meta kept = shape.meta() ? meta : new Meta(null, null, null, null, Map.of(), meta.contentType());
        MemoryTree.Node node =
                tree.put(request.path(), Entry.Kind.FILE, bytes, kept(modified), kept, request.existing());
        tree.drop(upload.token());
        return entry(request.path(), node);
    }

    void discard(MemoryUpload upload) {
        tree.drop(upload.token());
    }

    /// The time as this place keeps it.
    private Instant kept(@Nullable Instant modified) {
        if (modified == null || tree.shape().timeStep() == null) {
            return tree.now();
        }
        long step = tree.shape().timeStep().toNanos();
        return modified.minusNanos(Math.floorMod(modified.getNano(), step));
    }

    private Entry entry(String path, MemoryTree.Node node) {
        MemoryShape shape = tree.shape();
        if (node.kind() != Entry.Kind.FILE) {
            return new Entry(path, node.kind(), 0, node.modified(), null, node.meta(), Map.of());
        }
        Map<DigestKind, String> digests = new EnumMap<>(DigestKind.class);
        for (DigestKind kind : shape.digests()) {
            digests.put(kind, Digester.of(kind, MemorySegment.ofArray(node.bytes())));
        }
        String version = shape.versions() ? Long.toString(node.generation()) : null;
        return new Entry(path, Entry.Kind.FILE, node.bytes().length, node.modified(), version, node.meta(), digests);
    }

    @Override
    public void makeFolder(String path) throws IOException {
        check(path);
        tree.makeFolder(path);
    }

    @Override
    public void delete(String path) throws IOException {
        check(path);
        tree.delete(path);
    }

    @Override
    public void deleteFolder(String path) throws IOException {
        check(path);
        tree.deleteFolder(path);
    }

    private void move(String from, String to) throws IOException {
        check(from);
        check(to);
        tree.move(from, to);
    }

    private Entry copy(Entry from, String to) throws IOException {
        check(to);
        try (Reading reading = open(from)) {
            byte[] bytes = ((MemoryReading) reading).bytes();
            Entry now = reading.entry();
            return entry(
                    to,
                    tree.put(to, Entry.Kind.FILE, bytes, now.modified(), now.meta(), WriteRequest.Existing.REPLACE));
        }
    }

    private void link(String path, String target) throws IOException {
        check(path);
        tree.put(path, Entry.Kind.LINK, new byte[0], tree.now(), Meta.ofLink(target), WriteRequest.Existing.REPLACE);
    }

    private void touch(String path, @Nullable Instant modified, Meta meta) throws IOException {
        check(path);
        tree.touch(path, modified == null ? null : kept(modified), tree.shape().meta() ? meta : Meta.NONE);
    }

    private void check(String path) throws IOException {
        checkInterrupt();
        if (!path.isEmpty()) {
            tree.shape().names().require("memory", path);
        }
    }

    static void checkInterrupt() throws InterruptedIOException {
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedIOException("interrupted");
        }
    }

    @Override
    public void close() {}
}
