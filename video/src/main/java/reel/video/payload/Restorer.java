package reel.video.payload;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import reel.stream.Corrupt;
import reel.stream.Missing;
import reel.stream.Refused;
import reel.stream.box.ContainerParser;
import reel.stream.box.Keyring;
import reel.stream.hash.Blake3;
import reel.stream.hash.Hash;
import reel.video.carrier.CarriedPayload;
import reel.video.carrier.VideoListener;
import reel.video.carrier.VideoProgress;

/// Brings files of a payload back: all in one pass, or some of them and nothing else read.
public final class Restorer {
    private static final int PIECE_BYTES = 1 << 20;

    /// In the container's header: docs/format/transfer-container.md.
    private static final int FLAGS_AT = 10;

    private static final int ENCRYPTED = 2;

    private final String thing;
    private final CarriedPayload payload;
    private final Keyring keys;
    private final VideoListener listener;

    /// @param thing the video, for messages
    public Restorer(String thing, CarriedPayload payload, Keyring keys, VideoListener listener) {
        this.thing = thing;
        this.payload = payload;
        this.keys = keys;
        this.listener = listener;
    }

    /// Everything, into a folder that is nobody's yet.
    public Restored all(Path folder) throws IOException {
        if (payload.isCut()) {
            throw cut(thing, payload);
        }
        PayloadReader reader = PayloadReader.open(payload, keys, thing);
        try (FilesBack files = new FilesBack(thing, folder, entry -> true, reader.catalog())) {
            pour(files);
            return restored(reader.catalog().entries(), List.of());
        }
    }

    /// What is told of a payload whose video ends too early.
    public static Corrupt cut(String thing, CarriedPayload payload) {
        return new Corrupt(
                thing,
                -1,
                "a whole video",
                "one that is cut: at most the first " + payload.size() + " bytes of what was in it are there",
                "Take it from another copy; `reel video decode --partial` brings back the files that are whole.",
                null);
    }

    private void pour(FilesBack files) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment workspace = arena.allocate(ContainerParser.WORKSPACE_BYTES);
            ContainerParser parser = ContainerParser.open(files::accept, keys, workspace, thing);
            payload.writeTo(parser::write);
            parser.end();
        }
    }

    /// What a user named, and nothing else is read. A name that is not there is [Missing].
    public Restored some(Path folder, List<String> names) throws IOException {
        PayloadReader reader;
        try {
            reader = PayloadReader.open(payload, keys, thing);
        } catch (Corrupt cut) {
            // The end is missing; what was asked for may lie before.
            Restored before = beginning(folder, names);
            if (!before.lost().isEmpty()) {
                throw cut;
            }
            return before;
        }
        List<Entry> chosen = chosen(reader.catalog(), names);
        Copy copy = new Copy(reader, chosen);
        List<Entry> entries = reader.catalog().entries();
        for (int i = 0; i < entries.size(); i++) {
            if (copy.wants(entries.get(i))) {
                copy.file(i, folder.resolve(entries.get(i).path()));
            }
        }
        return restored(chosen, List.of());
    }

    /// Whatever is whole, and the names of what is not.
    public Restored partial(Path folder, List<String> names) throws IOException {
        PayloadReader reader;
        try {
            reader = PayloadReader.open(payload, keys, thing);
        } catch (Corrupt cut) {
            return beginning(folder, names);
        }
        List<Entry> chosen = chosen(reader.catalog(), names);
        Copy copy = new Copy(reader, chosen);
        List<Entry> back = new ArrayList<>();
        List<String> lost = new ArrayList<>();
        List<Entry> entries = reader.catalog().entries();
        for (int i = 0; i < entries.size(); i++) {
            Entry entry = entries.get(i);
            Path path = folder.resolve(entry.path());
            try {
                if (copy.wants(entry)) {
                    copy.file(i, path);
                }
                if (chosen.contains(entry)) {
                    back.add(entry);
                }
            } catch (Corrupt damaged) {
                java.nio.file.Files.deleteIfExists(path);
                lost.add(entry.path());
            }
        }
        return restored(back, lost);
    }

    /// Files from the start of a payload whose end is missing.
    private Restored beginning(Path folder, List<String> names) throws IOException {
        Predicate<Entry> wanted = entry -> named(entry, names);
        try (FilesBack files = new FilesBack(thing, folder, wanted, null)) {
            Corrupt why = null;
            try {
                pour(files);
            } catch (Corrupt damaged) {
                why = damaged;
            }
            Catalog catalog = files.catalog();
            if (catalog == null) {
                throw why != null ? why : new Corrupt(thing, -1, "a catalog", "none", null, null);
            }
            List<Entry> back = new ArrayList<>();
            List<String> lost = new ArrayList<>();
            for (Entry entry : chosen(catalog, names)) {
                if (!entry.isFile() || files.whole().contains(entry)) {
                    back.add(entry);
                } else {
                    lost.add(entry.path());
                    java.nio.file.Files.deleteIfExists(folder.resolve(entry.path()));
                }
            }
            return restored(back, lost);
        }
    }

    /// One file to a stream; what is wrong is noticed at the latest at its end.
    public Restored stream(OutputStream out, List<String> names) throws IOException {
        PayloadReader reader = PayloadReader.open(payload, keys, thing);
        List<Entry> chosen =
                chosen(reader.catalog(), names).stream().filter(Entry::isFile).toList();
        if (chosen.size() != 1) {
            throw new Refused(
                    thing, "holds " + chosen.size() + " files; one goes to a pipe", "Name it with --only PATH.");
        }
        Copy copy = new Copy(reader, chosen);
        copy.file(reader.catalog().entries().indexOf(chosen.getFirst()), piece -> {
            out.write(piece.toArray(ValueLayout.JAVA_BYTE));
        });
        out.flush();
        return restored(chosen, List.of());
    }

    private List<Entry> chosen(Catalog catalog, List<String> names) throws Missing {
        for (String name : names) {
            if (catalog.entries().stream().noneMatch(entry -> named(entry, List.of(name)))) {
                throw new Missing(name, "is not in " + thing, "See what is with `reel video info " + thing + "`.");
            }
        }
        return catalog.entries().stream().filter(entry -> named(entry, names)).toList();
    }

    private static boolean named(Entry entry, List<String> names) {
        return names.isEmpty()
                || names.stream()
                        .anyMatch(name -> entry.path().equals(name)
                                || entry.path().startsWith(name.endsWith("/") ? name : name + "/"));
    }

    private static Restored restored(List<Entry> entries, List<String> lost) {
        long bytes = 0;
        for (Entry entry : entries) {
            bytes += Math.max(0, entry.size());
        }
        return new Restored(entries, bytes, lost);
    }

    /// Copies single files.
    private final class Copy {
        private final PayloadReader reader;
        private final java.util.Set<Entry> chosen;
        private final long total;
        private long done;

        Copy(PayloadReader reader, List<Entry> chosen) {
            this.reader = reader;
            this.chosen = java.util.Set.copyOf(chosen);
            this.total = restored(chosen, List.of()).bytes();
        }

        boolean wants(Entry entry) {
            return entry.isFile() && chosen.contains(entry);
        }

        void file(int entry, Path path) throws IOException {
            try (FileBack file = FileBack.create(path)) {
                pieces(entry, file::write);
                check(entry, file.finish());
            }
        }

        void file(int entry, reel.video.carrier.PayloadSource.Output out) throws IOException {
            Blake3 hasher = Blake3.hasher();
            pieces(entry, piece -> {
                hasher.update(piece, 0, piece.byteSize());
                out.accept(piece);
            });
            check(entry, hasher.digest());
        }

        private void pieces(int entry, reel.video.carrier.PayloadSource.Output out) throws IOException {
            long size = reader.catalog().entries().get(entry).size();
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment piece = arena.allocate(PIECE_BYTES);
                for (long at = 0; at < size; at += PIECE_BYTES) {
                    MemorySegment part = piece.asSlice(0, Math.min(PIECE_BYTES, size - at));
                    reader.read(entry, at, part);
                    out.accept(part);
                    done += part.byteSize();
                    listener.progress(new VideoProgress(done, total, -1, -1));
                }
            }
        }

        private void check(int entry, Hash found) throws Corrupt {
            if (!found.equals(reader.hash(entry))) {
                throw new Corrupt(
                        thing,
                        -1,
                        reader.catalog().entries().get(entry).path() + " with its hash",
                        "another",
                        "Take it from another copy.",
                        null);
            }
        }
    }

    /// The chosen entries; none where the payload's end is missing, so that nothing is known beforehand.
    public List<Entry> listed(List<String> names) throws IOException {
        try {
            return chosen(PayloadReader.open(payload, keys, thing).catalog(), names);
        } catch (Corrupt cut) {
            return List.of();
        }
    }

    /// Whether a payload is encrypted; null where its first bytes are missing.
    public static @Nullable Boolean encrypted(CarriedPayload payload) throws IOException {
        byte[] flags = new byte[1];
        if (payload.size() < FLAGS_AT + 1) {
            return null;
        }
        try {
            payload.read(FLAGS_AT, MemorySegment.ofArray(flags));
        } catch (Corrupt missing) {
            return null;
        }
        return (flags[0] & ENCRYPTED) != 0;
    }
}
