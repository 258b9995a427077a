package reel.protect.container;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reel.protect.container.PartReader.Group;
import reel.protect.container.SymbolSet.SetId;
import reel.protect.disk.Disk;
import reel.protect.disk.WorkFolder;
import reel.protect.model.Findings;
import reel.stream.Corrupt;
import reel.stream.Missing;
import reel.stream.Refused;
import reel.stream.hash.Hash;

/// The part files of one set that are left in a folder, whatever they are called now. Thread-safe.
final class PartSet implements AutoCloseable {
    /// A folder with more names than this holds something else.
    private static final int MOST_NAMES = 100_000;

    private final Path folder;
    private final SymbolSet set;
    private final boolean described;
    private final List<PartReader> parts;
    private final List<String> unreadable;
    private final List<String> foreign;

    private PartSet(
            Path folder,
            SymbolSet set,
            boolean described,
            List<PartReader> parts,
            List<String> unreadable,
            List<String> foreign) {
        this.folder = folder;
        this.set = set;
        this.described = described;
        this.parts = parts;
        this.unreadable = unreadable;
        this.foreign = foreign;
    }

    /// Whether `folder` has part files.
    static boolean isIn(Disk disk, Path folder) throws IOException {
        return disk.names(folder, MOST_NAMES).stream().anyMatch(name -> name.endsWith(PartFormat.SUFFIX));
    }

    /// Opens all parts. [Missing] if there are none, [Refused] if they are of several sets and none has the most of
    /// them, [Corrupt] if nothing in them can be read.
    static PartSet open(Disk disk, Path folder) throws IOException {
        List<PartReader> opened = new ArrayList<>();
        List<String> unreadable = new ArrayList<>();
        boolean done = false;
        try {
            for (String name : disk.names(folder, MOST_NAMES)) {
                if (name.endsWith(PartFormat.SUFFIX)) {
                    try {
                        opened.add(PartReader.open(disk, folder.resolve(name)));
                    } catch (Missing | Corrupt noFile) {
                        unreadable.add(name + " (no file that can be read)");
                    }
                }
            }
            if (opened.isEmpty() && unreadable.isEmpty()) {
                boolean unfinished = disk.names(folder, MOST_NAMES).contains(WorkFolder.NAME);
                throw unfinished
                        ? unfinished(folder)
                        : new Missing(folder.toString(), "there are no part files in it", "Check the path.");
            }
            PartSet set = choose(folder, opened, unreadable);
            done = true;
            return set;
        } finally {
            if (!done) {
                closeAll(opened);
            }
        }
    }

    /// `into`; [Refused] where that is one of the parts, which it would replace.
    Path apart(Path into) throws IOException {
        for (PartReader part : parts) {
            if (Files.exists(into) && Files.isSameFile(part.path(), into)) {
                throw new Refused(
                        into.toString(), "is a part that the file is made from", "Name another file with -o.");
            }
        }
        return into;
    }

    /// Where a lost part is written: under the name it had, unless that is another part's now, or no file's at all.
    Path vacant(int number) {
        Path path = folder.resolve(PartFormat.fileName(number));
        for (int again = 2; isTaken(path); again++) {
            path = folder.resolve(PartFormat.fileName(number, again));
        }
        return path;
    }

    private boolean isTaken(Path path) {
        boolean other = Files.exists(path) && !Files.isRegularFile(path);
        String name = String.valueOf(path.getFileName());
        return other
                || foreign.contains(ofAnother(name))
                || parts.stream()
                        .anyMatch(
                                part -> part.isKnownOf(set.id()) && part.path().equals(path));
    }

    /// Whether an encode into the folder was stopped while it gave the parts their names.
    boolean isUnfinished() {
        return Files.exists(folder.resolve(WorkFolder.NAME));
    }

    /// What to say where parts lack that an encode did not get to.
    static Missing unfinished(Path folder) {
        return new Missing(
                folder.toString(), "an encode into it did not finish", "Run the same encode again: it goes on.");
    }

    private static String ofAnother(String name) {
        return name + " (of another file)";
    }

    /// Whether there are as many parts as were written, each of its full length: not that they are sound.
    boolean hasAllParts() {
        return parts.size() == set.parts() && parts.stream().allMatch(PartReader::isFullLength);
    }

    private static PartSet choose(Path folder, List<PartReader> opened, List<String> noFiles) throws IOException {
        Map<SetId, List<PartReader>> bySet = new HashMap<>();
        List<PartReader> headless = new ArrayList<>();
        for (PartReader part : opened) {
            SetId id = id(part);
            if (id == null) {
                headless.add(part);
            } else {
                bySet.computeIfAbsent(id, one -> new ArrayList<>()).add(part);
            }
        }
        List<Map.Entry<SetId, List<PartReader>>> largest = bySet.entrySet().stream()
                .sorted(Comparator.comparingInt(entry -> -entry.getValue().size()))
                .toList();
        if (largest.isEmpty()) {
            throw new Corrupt(
                    folder.toString(),
                    -1,
                    "part files",
                    "nothing in them that can be read",
                    "Bring parts from another copy into the folder.",
                    null);
        }
        if (largest.size() > 1
                && largest.get(1).getValue().size() == largest.get(0).getValue().size()) {
            throw new Refused(
                    folder.toString(),
                    "its part files are of several files, as many of each",
                    "Put the parts of each file into a folder of their own.");
        }
        List<PartReader> own = largest.getFirst().getValue();
        SymbolSet described = described(own);
        if (described != null) {
            own.forEach(part -> part.assume(described));
            headless.stream().filter(part -> part.assume(described)).forEach(own::add);
        }
        List<String> unreadable = new ArrayList<>(noFiles);
        List<String> foreign = new ArrayList<>();
        for (PartReader part : opened) {
            if (headless.contains(part) && !own.contains(part)) {
                unreadable.add(part.path().getFileName() + " (nothing in it can be read)");
            } else if (!own.contains(part)) {
                foreign.add(ofAnother(String.valueOf(part.path().getFileName())));
            }
        }
        SymbolSet set =
                described == null ? deduced(folder, own, largest.getFirst().getKey()) : described;
        return new PartSet(folder, set, described != null, List.copyOf(opened), unreadable, foreign);
    }

    private static @Nullable SymbolSet described(List<PartReader> parts) {
        for (PartReader part : parts) {
            PartFormat.Header header = part.header();
            if (header != null) {
                return header.set();
            }
        }
        return null;
    }

    private static @Nullable SetId id(PartReader part) throws IOException {
        PartFormat.Header header = part.header();
        if (header != null) {
            return header.set().id();
        }
        return part.search().values().stream()
                .findFirst()
                .map(group -> group.table().id())
                .orElse(null);
    }

    /// What can be known of a set that lost every header: all but name, time, hash and how much repair there was.
    private static SymbolSet deduced(Path folder, List<PartReader> parts, SetId id) throws IOException {
        for (PartReader part : parts) {
            for (Group group : part.search().values()) {
                GroupTable table = group.table();
                boolean full = table.offset() + table.length() < table.bytes() || table.block() == 0;
                if (table.id().equals(id) && full) {
                    return new SymbolSet(
                            id, table.bytes(), 0, table.symbolSize(), table.symbols(), 0, 0, 1, "unknown", null);
                }
            }
        }
        throw new Corrupt(
                folder.toString(),
                -1,
                "a header, or symbols of a block but the last",
                "neither",
                "Bring parts from another copy into the folder.",
                null);
    }

    Path folder() {
        return folder;
    }

    SymbolSet set() {
        return set;
    }

    /// Whether a header is left, so that parts, repair and hash are known.
    boolean isDescribed() {
        return described;
    }

    List<PartReader> parts() {
        return parts;
    }

    /// Files among the parts that may have been parts of this set.
    List<String> unreadable() {
        return unreadable;
    }

    /// Files among the parts that are parts of another set.
    List<String> foreign() {
        return foreign;
    }

    /// The hash of the source; null if it is not known any more.
    @Nullable
    Hash hash() {
        return set.hash();
    }

    /// Everything that is left of a block, source symbols first.
    List<Located> groups(long block, Findings findings) throws IOException {
        List<Located> groups = new ArrayList<>();
        for (PartReader part : parts) {
            Group group = part.group(set.id(), block);
            if (group != null && fits(group.table(), block)) {
                groups.add(new Located(part, group.table(), group.at()));
            } else if (group != null) {
                findings.add(part.path().getFileName() + ": symbols of block " + block + " that do not fit the set");
            }
        }
        groups.sort(Comparator.comparingInt(group -> group.table().first()));
        return groups;
    }

    /// A run of symbols and where it is.
    record Located(PartReader part, GroupTable table, long at) {
        /// How a symbol of it is named in messages.
        String name(int index) {
            return part.path().getFileName() + " block " + table.block() + " symbol " + (table.first() + index);
        }
    }

    private boolean fits(GroupTable table, long block) {
        return table.symbolSize() == set.symbolSize()
                && table.bytes() == set.bytes()
                && block < set.blocks()
                && table.offset() == set.offset(block)
                && table.length() == set.length(block)
                && table.symbols() == set.symbols(block);
    }

    private static void closeAll(List<PartReader> parts) throws IOException {
        IOException failure = null;
        for (PartReader part : parts) {
            try {
                part.close();
            } catch (IOException failed) {
                failure = failed;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    @Override
    public void close() throws IOException {
        closeAll(parts);
    }
}
