package reel.testkit.power;

import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A disk under a file system that promises no more than it must.
///
/// - A file's bytes (and length) are durable once the file is forced, not before and not in order; a write that
///   was not forced is there, not there, there as zeros, or there in some of its sectors.
/// - A name is durable once its folder is forced. Forcing a file does not make its name durable, nor a folder its
///   own name in the folder above.
/// - A rename inside a folder, and any rename of a folder, happens whole or not at all. A file renamed into another
///   folder has its new name before it loses the old one, and may have both; it never has none.
/// - Times and mode are durable once the file is forced with its metadata.
/// - A symbolic link is there whole as soon as its name is.
final class Disk {
    private final Node.Folder root = new Node.Folder();
    private final Map<Integer, Node.File> open = new HashMap<>();

    private Disk() {}

    /// All of it durable.
    static Disk of(Image image) {
        Disk disk = new Disk();
        image.entries().forEach((path, entry) -> {
            disk.named(
                    path,
                    switch (entry) {
                        case Image.Folder _ -> new Node.Folder();
                        case Image.Link(String target) -> new Node.Link(target);
                        case Image.File(Content content, Node.Traits traits) -> new Node.File(content, traits);
                    });
            disk.forced(parent(path));
        });
        return disk;
    }

    private static String parent(String path) {
        int slash = path.lastIndexOf('/');
        return slash < 0 ? "" : path.substring(0, slash);
    }

    /// Does to this disk what a program did to the system.
    void apply(Event event) {
        switch (event) {
            case Event.Opened(int file, String path, boolean truncated) -> opened(file, path, truncated);
            case Event.Written(int file, long offset, byte[] bytes) ->
                written(file).change(new DataChange.Write(offset, bytes));
            case Event.Cut(int file, long size) -> written(file).change(new DataChange.Resize(size));
            case Event.Forced(int file, boolean metadata) -> written(file).force(metadata);
            case Event.PathForced(String path) -> forced(path);
            case Event.FolderForced(String path) -> forced(path);
            case Event.FolderMade(String path) -> named(path, new Node.Folder());
            case Event.LinkMade(String path, String target) -> named(path, new Node.Link(target));
            case Event.Linked(String path, String existing) -> named(path, there(existing));
            case Event.Moved(String from, String to) -> moved(from, to);
            case Event.Deleted(String path) -> named(path, null);
            case Event.Timed(String path, FileTime modified) -> {
                if (there(path) instanceof Node.File file) {
                    file.timed(modified);
                }
            }
            case Event.Moded(String path, boolean executable) -> {
                if (there(path) instanceof Node.File file) {
                    file.moded(executable);
                }
            }
            case Event.Told(String path, Event.Identity identity) -> {
                if (there(path) instanceof Node.File file) {
                    file.told(identity);
                }
            }
            case Event.Said _ -> {}
        }
    }

    private void opened(int handle, String path, boolean truncated) {
        Node node = find(path);
        if (node instanceof Node.File file) {
            open.put(handle, file);
            if (truncated) {
                file.change(new DataChange.Resize(0));
            }
        } else {
            Node.File made = new Node.File(Content.EMPTY, new Node.Traits(false, null, null));
            named(path, made);
            open.put(handle, made);
        }
    }

    private Node.File written(int handle) {
        Node.File file = open.get(handle);
        if (file == null) {
            throw new IllegalStateException("file " + handle + " was never opened");
        }
        return file;
    }

    private void forced(String path) {
        switch (there(path)) {
            case Node.Folder folder -> folder.force();
            case Node.File file -> file.force(true);
            case Node.Link _ -> throw new IllegalStateException("a link was forced: " + path);
        }
    }

    private Node.NameChange named(String path, @Nullable Node node) {
        if (!(there(parent(path)) instanceof Node.Folder folder)) {
            throw new IllegalStateException(path + " lies in no folder");
        }
        return folder.change(path.substring(path.lastIndexOf('/') + 1), node);
    }

    private void moved(String from, String to) {
        Node node = there(from);
        if (node instanceof Node.File file) {
            file.renamed();
        }
        Node.NameChange fresh = named(to, node);
        Node.NameChange old = named(from, null);
        old.after(fresh, node instanceof Node.Folder || old.folder == fresh.folder);
    }

    private Node there(String path) {
        Node node = find(path);
        if (node == null) {
            throw new IllegalStateException(path + " is not on this disk");
        }
        return node;
    }

    private @Nullable Node find(String path) {
        Node at = root;
        if (!path.isEmpty()) {
            for (String name : path.split("/", -1)) {
                at = at instanceof Node.Folder folder ? folder.seen.get(name) : null;
                if (at == null) {
                    return null;
                }
            }
        }
        return at;
    }

    /// What is on the disk when the power goes now.
    Image survive(Survival survival) {
        SortedMap<String, Image.Entry> entries = new TreeMap<>();
        new Reader(survival, entries).read(root, "");
        return new Image(entries);
    }

    /// Decides once for each thing, however many names it has.
    private record Reader(
            Survival survival,
            SortedMap<String, Image.Entry> into,
            Map<Node.NameChange, Boolean> names,
            Map<Node.File, Image.Entry> files) {
        Reader(Survival survival, SortedMap<String, Image.Entry> into) {
            this(survival, into, new IdentityHashMap<>(), new IdentityHashMap<>());
        }

        void read(Node.Folder folder, String base) {
            Map<String, Node> kept = new TreeMap<>(folder.kept);
            for (Node.NameChange change : folder.pending) {
                if (isKept(change)) {
                    change.apply(kept);
                }
            }
            kept.forEach((name, node) -> {
                String path = base + name;
                switch (node) {
                    case Node.Folder below -> {
                        into.put(path, new Image.Folder());
                        read(below, path + "/");
                    }
                    case Node.Link link -> into.put(path, new Image.Link(link.target()));
                    case Node.File file -> into.put(path, file(file));
                }
            });
        }

        private boolean isKept(Node.NameChange change) {
            Boolean decided = names.get(change);
            if (decided != null) {
                return decided;
            }
            boolean kept = survival.keepsName();
            names.put(change, kept);
            Node.NameChange needed = change.needed();
            if (needed != null && needed.folder.pending.contains(needed)) {
                if (change.isInseparable()) {
                    names.put(needed, kept);
                } else {
                    kept &= isKept(needed);
                    names.put(change, kept);
                }
            }
            return kept;
        }

        private Image.Entry file(Node.File file) {
            Image.Entry known = files.get(file);
            if (known == null) {
                Content content = file.kept;
                for (DataChange change : file.pending) {
                    Node.Fate fate = survival.fate(change);
                    content = change.apply(content, fate, fate == Node.Fate.TORN ? survival.random() : null);
                }
                known = new Image.File(content, file.traits(survival));
                files.put(file, known);
            }
            return known;
        }
    }
}
