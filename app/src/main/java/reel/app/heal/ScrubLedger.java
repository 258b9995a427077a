package reel.app.heal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import reel.stream.hash.Hash;

/// When each pack was last read in full: `.reel/scrub`, lines of text under a checksum.
///
/// What comes first is told by a count, not by the clock, which may jump; times are for people. A ledger that is
/// missing or damaged knows nothing, which costs reading packs again.
final class ScrubLedger {
    private static final String MAGIC = "reel scrub 1";
    private static final String CHECK = "checksum ";

    /// 100 bytes a pack: a repository of 40 TB.
    private static final long MAX_BYTES = 64L << 20;

    /// @param turn  counts the packs read since the ledger began
    /// @param whole what the reading told
    record Entry(long turn, Instant when, boolean whole) {}

    private final Path file;
    private final Map<Hash, Entry> entries = new HashMap<>();
    private long turns;
    private boolean damaged;

    private ScrubLedger(Path file) {
        this.file = file;
    }

    static ScrubLedger read(Path file) throws IOException {
        ScrubLedger ledger = new ScrubLedger(file);
        try {
            if (Files.size(file) > MAX_BYTES) {
                ledger.damaged = true;
                return ledger;
            }
            ledger.parse(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
        } catch (NoSuchFileException none) {
            return ledger;
        } catch (IllegalArgumentException | java.time.DateTimeException unreadable) {
            ledger.entries.clear();
            ledger.turns = 0;
            ledger.damaged = true;
        }
        return ledger;
    }

    private void parse(String text) {
        int end = text.lastIndexOf(CHECK);
        if (end < 0 || !text.startsWith(MAGIC + "\n") || !text.substring(end).equals(check(text.substring(0, end)))) {
            throw new IllegalArgumentException("no ledger");
        }
        for (String line : text.substring(MAGIC.length() + 1, end).split("\n")) {
            if (line.isEmpty()) {
                continue;
            }
            String[] words = line.split(" ", -1);
            if (words.length != 4) {
                throw new IllegalArgumentException("no entry: " + line);
            }
            Entry entry = new Entry(
                    Long.parseLong(words[1]),
                    Instant.ofEpochSecond(Long.parseLong(words[2])),
                    words[3].equals("whole"));
            entries.put(Hash.parse(words[0]), entry);
            turns = Math.max(turns, entry.turn);
        }
    }

    private static String check(String text) {
        CRC32C crc = new CRC32C();
        crc.update(text.getBytes(StandardCharsets.ISO_8859_1));
        return CHECK + String.format("%08x", crc.getValue()) + "\n";
    }

    /// Whether there was one that could not be read.
    boolean wasDamaged() {
        return damaged;
    }

    /// When the pack's turn was; 0 for never.
    long turn(Hash pack) {
        Entry entry = entries.get(pack);
        return entry == null ? 0 : entry.turn;
    }

    Map<Hash, Entry> entries() {
        return entries;
    }

    void note(Hash pack, Instant when, boolean whole) {
        entries.put(pack, new Entry(++turns, when, whole));
    }

    /// Forgets packs that are none of `there`, and writes the rest beside and in its place.
    void save(java.util.Set<Hash> there) throws IOException {
        entries.keySet().retainAll(there);
        StringBuilder text = new StringBuilder(MAGIC).append('\n');
        new TreeMap<>(entries)
                .forEach((pack, entry) -> text.append(pack)
                        .append(' ')
                        .append(entry.turn)
                        .append(' ')
                        .append(entry.when.getEpochSecond())
                        .append(entry.whole ? " whole\n" : " damaged\n"));
        text.append(check(text.toString()));
        Path folder = java.util.Objects.requireNonNull(file.getParent());
        Path fresh = Files.createTempFile(folder, "scrub", ".tmp");
        try {
            Files.writeString(fresh, text, StandardCharsets.ISO_8859_1);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }
}
