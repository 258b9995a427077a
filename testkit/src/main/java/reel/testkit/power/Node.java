package reel.testkit.power;

import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A file, a folder or a link of a [Disk]: what is surely on the disk, and what was asked since.
sealed interface Node {
    /// A link is on the disk with its name.
    record Link(String target) implements Node {}

    /// A folder's names.
    final class Folder implements Node {
        final Map<String, Node> kept = new HashMap<>();
        final List<NameChange> pending = new ArrayList<>();
        /// As programs see it.
        final Map<String, Node> seen = new HashMap<>();

        /// Notes a change, not yet durable. @param node null: the name goes
        NameChange change(String name, @Nullable Node node) {
            NameChange change = new NameChange(this, name, node);
            pending.add(change);
            if (node == null) {
                seen.remove(name);
            } else {
                seen.put(name, node);
            }
            return change;
        }

        /// All names are on the disk, and with each its counterpart elsewhere.
        void force() {
            List<NameChange> all = List.copyOf(pending);
            pending.clear();
            for (NameChange change : all) {
                change.apply(kept);
                NameChange with = change.needed();
                if (with != null && with.folder != this) {
                    with.folder.forceUpTo(with);
                }
            }
        }

        /// One change is on the disk, with the earlier ones of the same name.
        private void forceUpTo(NameChange last) {
            if (pending.contains(last)) {
                for (NameChange change : List.copyOf(pending)) {
                    if (change.name.equals(last.name)) {
                        change.apply(kept);
                        pending.remove(change);
                    }
                    if (change == last) {
                        return;
                    }
                }
            }
        }
    }

    /// A name that came to stand for something, or for nothing.
    final class NameChange {
        final Folder folder;
        final String name;
        final @Nullable Node node;
        private @Nullable NameChange needed;
        private boolean inseparable;

        private NameChange(Folder folder, String name, @Nullable Node node) {
            this.folder = folder;
            this.name = name;
            this.node = node;
        }

        /// The other half of a rename, without which this one never happens.
        @Nullable
        NameChange needed() {
            return needed;
        }

        /// This is an old name that goes once the new one is there. @param inseparable they come and go in one
        void after(NameChange fresh, boolean together) {
            needed = fresh;
            inseparable = together;
            if (together) {
                fresh.needed = this;
                fresh.inseparable = true;
            }
        }

        boolean isInseparable() {
            return inseparable;
        }

        void apply(Map<String, Node> names) {
            if (node == null) {
                names.remove(name);
            } else {
                names.put(name, node);
            }
        }
    }

    /// A file's bytes and what it tells of itself.
    final class File implements Node {
        Content kept;
        final List<DataChange> pending = new ArrayList<>();
        private Traits keptTraits;
        private Traits traits;

        File(Content kept, Traits traits) {
            this.kept = kept;
            this.keptTraits = traits;
            this.traits = traits;
        }

        void change(DataChange change) {
            pending.add(change);
            traits = new Traits(traits.executable(), null, null);
        }

        void timed(FileTime modified) {
            traits = new Traits(traits.executable(), modified, null);
        }

        void moded(boolean executable) {
            traits = new Traits(executable, traits.modified(), null);
        }

        /// Its name changed, and with it the time of the last change.
        void renamed() {
            traits = new Traits(traits.executable(), traits.modified(), null);
        }

        /// The system told `identity`; if nothing waits to be made durable, the disk has it as well.
        void told(Event.Identity identity) {
            boolean settled = isSettled();
            traits = new Traits(traits.executable(), identity.modified(), identity);
            keptTraits = settled ? traits : keptTraits;
        }

        void force(boolean metadata) {
            for (DataChange change : pending) {
                kept = change.apply(kept, Fate.KEPT, null);
            }
            pending.clear();
            if (metadata) {
                keptTraits = traits;
            }
        }

        /// Whether what it tells of itself is on the disk.
        @SuppressWarnings("ReferenceEquality")
        private boolean isSettled() {
            return keptTraits == traits;
        }

        Traits traits(Survival survival) {
            return isSettled() || survival.keepsTraits() ? traits : keptTraits;
        }
    }

    /// @param modified null: some moment of the command
    /// @param identity null: nobody asked since it changed, so nobody can take it for the same
    record Traits(boolean executable, @Nullable FileTime modified, Event.@Nullable Identity identity) {}

    /// What became of a change that nobody forced.
    enum Fate {
        KEPT,
        LOST,
        /// The file has its length, but zeros where the bytes should be.
        ZEROED,
        /// Some sectors are there, others are not.
        TORN
    }
}
