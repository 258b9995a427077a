package reel.video.payload;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import reel.stream.Corrupt;
import reel.stream.Exhausted;
import reel.stream.ReelException;

/// What a payload holds, in the order of the contents.
public record Catalog(List<Entry> entries) {
    /// A million names of ordinary length.
    static final int MOST_BYTES = 64 << 20;

    private static final int MOST_ENTRIES = 1 << 20;
    private static final int UNSIZED = 1;
    private static final int MODE = 2;
    private static final int TIME = 4;

    public Catalog {
        entries = List.copyOf(entries);
    }

    /// Of all contents; a file of unknown size counts nothing.
    public long contentBytes() {
        long sum = 0;
        for (Entry entry : entries) {
            sum += Math.max(0, entry.size());
        }
        return sum;
    }

    boolean hasUnknownSize() {
        return entries.stream().anyMatch(entry -> entry.size() == Entry.UNKNOWN_SIZE);
    }

    int files() {
        return (int) entries.stream().filter(Entry::isFile).count();
    }

    byte[] bytes() throws ReelException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(Integer.reverseBytes(entries.size()));
            for (Entry entry : entries) {
                write(out, entry);
            }
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
        if (bytes.size() > MOST_BYTES || entries.size() > MOST_ENTRIES) {
            throw new Exhausted(
                    entries.size() + " files",
                    "are more than one video lists",
                    "Encode some folders into videos of their own.");
        }
        return bytes.toByteArray();
    }

    private static void write(DataOutputStream out, Entry entry) throws IOException {
        Instant time = entry.modified();
        boolean unsized = entry.size() == Entry.UNKNOWN_SIZE;
        ByteBuffer head = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
        head.put((byte) entry.kind().ordinal());
        head.put((byte) ((unsized ? UNSIZED : 0) | (entry.mode() >= 0 ? MODE : 0) | (time != null ? TIME : 0)));
        head.putShort((short) Math.max(0, entry.mode()));
        head.putLong(unsized ? 0 : entry.size());
        head.putLong(time == null ? 0 : time.getEpochSecond()).putInt(time == null ? 0 : time.getNano());
        out.write(head.array());
        write(out, entry.path());
        String target = entry.target();
        if (target != null) {
            write(out, target);
        }
    }

    private static void write(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeShort(Short.reverseBytes((short) bytes.length));
        out.write(bytes);
    }

    /// Reads a catalog and refuses what could not have been written: names that lead elsewhere, twice the same, files
    /// below files.
    static Catalog read(byte[] bytes, String thing) throws ReelException {
        ByteBuffer from = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        try {
            int count = from.getInt();
            if (count < 0 || count > MOST_ENTRIES) {
                throw damaged(thing, count + " entries");
            }
            List<Entry> entries = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                entries.add(entry(from));
            }
            if (from.hasRemaining()) {
                throw damaged(thing, "more bytes than entries");
            }
            Catalog catalog = new Catalog(entries);
            catalog.check(thing);
            return catalog;
        } catch (BufferUnderflowException
                | CharacterCodingException
                | IllegalArgumentException
                | ArrayIndexOutOfBoundsException
                | DateTimeException wrong) {
            throw damaged(thing, "other bytes (" + wrong.getMessage() + ")");
        }
    }

    private static Entry entry(ByteBuffer from) throws CharacterCodingException {
        Entry.Kind kind = Entry.Kind.values()[from.get()];
        int flags = from.get();
        int mode = from.getShort();
        long size = from.getLong();
        long seconds = from.getLong();
        int nanos = from.getInt();
        if (size < 0) {
            throw new IllegalArgumentException("a negative size");
        }
        String path = text(from);
        String target = kind == Entry.Kind.LINK ? text(from) : null;
        return new Entry(
                kind,
                path,
                (flags & UNSIZED) != 0 ? Entry.UNKNOWN_SIZE : size,
                (flags & MODE) != 0 ? mode : -1,
                (flags & TIME) != 0 ? Instant.ofEpochSecond(seconds, nanos) : null,
                target);
    }

    private static String text(ByteBuffer from) throws CharacterCodingException {
        int length = from.getShort() & 0xffff;
        byte[] bytes = new byte[Math.min(length, from.remaining() + 1)];
        from.get(bytes);
        return StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .decode(ByteBuffer.wrap(bytes))
                .toString();
    }

    private void check(String thing) throws ReelException {
        Map<String, Entry.Kind> kinds = new HashMap<>();
        long sum = 0;
        for (Entry entry : entries) {
            SafePath.check(thing, entry.path());
            if (kinds.put(entry.path(), entry.kind()) != null) {
                throw damaged(thing, "\"" + entry.path() + "\" twice");
            }
            sum = Math.addExact(sum, Math.max(0, entry.size()));
            if (entry.size() == Entry.UNKNOWN_SIZE && entries.size() != 1) {
                throw damaged(thing, "a file of unknown size among others");
            }
        }
        for (String path : kinds.keySet()) {
            for (int slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
                Entry.Kind above = kinds.get(path.substring(0, slash));
                if (above != null && above != Entry.Kind.FOLDER) {
                    throw damaged(thing, "\"" + path + "\" below what is no folder");
                }
            }
        }
    }

    private static Corrupt damaged(String thing, String found) {
        return new Corrupt(thing, -1, "a catalog", found, "Take it from another copy.", null);
    }
}
