package reel.backend.place;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import reel.stream.Conflict;
import reel.stream.Missing;
import reel.stream.Refused;

/// The contents that [MemoryPlace] instances share. Thread-safe: one lock for all of it.
final class MemoryTree {
    /// What lies at a path. Bytes are never changed, only replaced.
    record Node(Entry.Kind kind, byte[] bytes, @Nullable Instant modified, long generation, Meta meta) {}

    private static final byte[] NONE = {};

    private final MemoryShape shape;
    private final InstantSource clock;
    private final TreeMap<String, Node> nodes = new TreeMap<>();
    /// The path as it is written, by what paths of the same file have in common.
    private final Map<String, String> keys = new HashMap<>();
    private final Map<String, MemoryUpload> uploads = new HashMap<>();
    private long generations;

    MemoryTree(MemoryShape shape, InstantSource clock) {
        this.shape = shape;
        this.clock = clock;
    }

    MemoryShape shape() {
        return shape;
    }

    Instant now() {
        return clock.instant();
    }

    /// Null where nothing is.
    synchronized @Nullable Node at(String path) {
        if (path.isEmpty()) {
            return folder(null, Meta.NONE);
        }
        String written = keys.get(shape.names().key(path));
        if (written != null) {
            return nodes.get(written);
        }
        return shape.folders() || !hasBelow(path) ? null : folder(null, Meta.NONE);
    }

    synchronized Node require(String path) throws Missing {
        Node node = at(path);
        if (node == null) {
            throw new Missing(path, "not there");
        }
        return node;
    }

    private boolean hasBelow(String path) {
        String next = nodes.ceilingKey(path + "/");
        return next != null && next.startsWith(path + "/");
    }

    private static Node folder(@Nullable Instant modified, Meta meta) {
        return new Node(Entry.Kind.FOLDER, NONE, modified, 0, meta);
    }

    /// The names of the direct children.
    synchronized List<String> children(String folder) throws Missing, Refused {
        if (require(folder).kind() != Entry.Kind.FOLDER) {
            throw new Refused(folder, "is no folder");
        }
        String prefix = folder.isEmpty() ? "" : folder + "/";
        List<String> found = new ArrayList<>();
        String at = nodes.ceilingKey(prefix);
        while (at != null && at.startsWith(prefix)) {
            int slash = at.indexOf('/', prefix.length());
            String child = slash < 0 ? at : at.substring(0, slash);
            if (found.isEmpty() || !found.getLast().equals(child)) {
                found.add(child);
            }
            // Behind all that is below the child: '0' follows '/'.
            at = slash < 0 ? nodes.higherKey(at) : nodes.ceilingKey(child + "0");
        }
        return found.stream().distinct().toList();
    }

    /// Every path below `folder`.
    synchronized List<String> below(String folder) {
        return nodes.keySet().stream()
                .filter(path -> folder.isEmpty() || path.startsWith(folder + "/"))
                .toList();
    }

    synchronized Node put(
            String path,
            Entry.Kind kind,
            byte[] bytes,
            @Nullable Instant modified,
            Meta meta,
            WriteRequest.Existing existing)
            throws Conflict, Refused {
        Node there = at(path);
        if (there != null && there.kind() == Entry.Kind.FOLDER && shape.folders()) {
            throw new Refused(path, "is a folder", "Remove it or choose another name.");
        }
        if (there != null && there.kind() != Entry.Kind.FOLDER && existing == WriteRequest.Existing.FAIL) {
            throw new Conflict(path, "exists already");
        }
        requireSpelling(path);
        makeParents(path);
        Node node = new Node(kind, bytes, modified, ++generations, meta);
        store(path, node);
        return node;
    }

    /// Another spelling of a file's name is that file where case folds; replacing it would merge two names.
    private void requireSpelling(String path) throws Refused {
        String written = keys.get(shape.names().key(path));
        if (written != null && !written.equals(path)) {
            throw new Refused(path, "has the name of " + written + " but for upper and lower case", "Rename one.");
        }
    }

    private void store(String path, Node node) {
        nodes.put(path, node);
        keys.put(shape.names().key(path), path);
    }

    synchronized void makeFolder(String path) throws Refused {
        if (path.isEmpty() || !shape.folders()) {
            return;
        }
        Node there = at(path);
        if (there == null) {
            makeParents(path);
            store(path, folder(now(), Meta.NONE));
        } else if (there.kind() != Entry.Kind.FOLDER) {
            throw new Refused(path, "is a file where a folder should be", "Remove it or choose another name.");
        } else {
            requireSpelling(path);
        }
    }

    private void makeParents(String path) throws Refused {
        int slash = path.lastIndexOf('/');
        if (slash > 0) {
            makeFolder(path.substring(0, slash));
        }
    }

    /// Removes what is no folder.
    synchronized void delete(String path) throws Refused {
        Node there = at(path);
        if (there == null) {
            return;
        }
        if (there.kind() == Entry.Kind.FOLDER) {
            if (shape.folders()) {
                throw new Refused(path, "is a folder, not a file");
            }
            return;
        }
        forget(path);
    }

    synchronized void deleteFolder(String path) throws Refused {
        Node there = at(path);
        if (there == null) {
            return;
        }
        if (there.kind() != Entry.Kind.FOLDER) {
            throw new Refused(path, "is a file, not a folder");
        }
        if (hasBelow(path) || path.isEmpty() && !nodes.isEmpty()) {
            throw new Refused(path, "is not empty");
        }
        forget(path);
    }

    private void forget(String path) {
        String written = keys.remove(shape.names().key(path));
        if (written != null) {
            nodes.remove(written);
        }
    }

    synchronized void move(String from, String to) throws Missing, Conflict, Refused {
        Node node = require(from);
        if (node.kind() == Entry.Kind.FOLDER) {
            throw new Refused(from, "is a folder, not a file");
        }
        put(to, node.kind(), node.bytes(), node.modified(), node.meta(), WriteRequest.Existing.REPLACE);
        if (!from.equals(to)) {
            forget(from);
        }
    }

    synchronized void touch(String path, @Nullable Instant modified, Meta meta) throws Missing {
        Node node = require(path);
        String written = keys.get(shape.names().key(path));
        if (written != null) {
            store(
                    written,
                    new Node(
                            node.kind(),
                            node.bytes(),
                            modified == null ? node.modified() : modified,
                            node.generation(),
                            merged(node.meta(), meta)));
        }
    }

    private static Meta merged(Meta old, Meta more) {
        return new Meta(
                more.mode() == null ? old.mode() : more.mode(),
                more.owner() == null ? old.owner() : more.owner(),
                more.group() == null ? old.group() : more.group(),
                old.linkTarget(),
                more.attributes().isEmpty() ? old.attributes() : more.attributes(),
                more.contentType() == null ? old.contentType() : more.contentType());
    }

    /// A new upload.
    synchronized MemoryUpload begin() {
        MemoryUpload upload = new MemoryUpload("upload-" + ++generations);
        uploads.put(upload.token(), upload);
        return upload;
    }

    synchronized MemoryUpload upload(String token) throws Missing {
        MemoryUpload upload = uploads.get(token);
        if (upload == null) {
            throw new Missing(token, "the unfinished file is gone", "Begin it again.");
        }
        return Objects.requireNonNull(upload);
    }

    synchronized void drop(String token) {
        uploads.remove(token);
    }

    /// Unfinished files that somebody could go on with.
    synchronized int uploads() {
        return uploads.size();
    }
}
