package reel.app;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import reel.app.settings.Settings;
import reel.backend.Backend;
import reel.history.commit.Signature;
import reel.history.op.OpInfo;
import reel.history.op.OpLog;
import reel.history.op.View;
import reel.history.repo.Repository;
import reel.history.repo.Revisions;
import reel.history.workspace.WorkingFolder;
import reel.history.workspace.WorkspaceLock;
import reel.protect.parity.ParityStore;
import reel.store.ChunkStore;
import reel.store.RepositoryFormat;
import reel.store.layout.StoreNames;
import reel.stream.Corrupt;
import reel.stream.Missing;
import reel.stream.ReelException;
import reel.stream.Refused;
import reel.stream.buffer.MemoryBudget;
import reel.stream.chunk.ChunkProfile;
import reel.stream.hash.Hash;

/// One opened workspace: its folder, its settings, its repository. Everything a use case needs, wired once.
///
/// Who opens it closes it; what it hands out is closed with it.
public final class Workspace implements AutoCloseable {
    static final String REPOSITORY = "repo";
    static final String CONFIG = "config.toml";
    static final String ID = "workspace";

    private final Caller caller;
    private final WorkingFolder folder;
    private final Settings settings;
    private final String id;
    private final MemoryBudget budget;
    private final Backend raw;
    private final ParityStore parity;
    private final List<String> mended;
    private final Backend backend;
    private final ChunkStore store;
    private final Repository repository;

    private Workspace(
            Caller caller,
            WorkingFolder folder,
            Settings settings,
            String id,
            MemoryBudget budget,
            Backend raw,
            ParityStore parity,
            List<String> mended,
            Backend backend,
            ChunkStore store) {
        this.caller = caller;
        this.folder = folder;
        this.settings = settings;
        this.id = id;
        this.budget = budget;
        this.raw = raw;
        this.parity = parity;
        this.mended = mended;
        this.backend = backend;
        this.store = store;
        this.repository = Repository.open(store, OpLog.open(backend, Wiring.entryMultiple(store.format())));
        store.healWith(parity);
    }

    /// The workspace that the caller's folder lies in; [Missing] where it lies in none.
    public static Workspace open(Caller caller) throws IOException {
        return open(caller, backend -> backend);
    }

    /// As [#open(Caller)], with more layers around the repository's backend: what tests count and spoil.
    static Workspace open(Caller caller, UnaryOperator<Backend> layers) throws IOException {
        WorkingFolder folder = WorkingFolder.open(root(caller));
        Settings settings = Settings.load(caller.environment(), caller.home(), configFile(folder.root()));
        MemoryBudget budget = MemoryBudget.of(settings.memory(caller.memory()).bufferBytes());
        LockedRepository locked = null;
        boolean opened = false;
        try {
            List<String> mended = Collections.synchronizedList(new ArrayList<>());
            locked = LockedRepository.open(caller, folder.meta(), layers, object -> mended.add(object.path()));
            RepositoryFormat format = locked.unlocking().format();
            Wiring.Opened repository = Wiring.unlocked(locked);
            Backend backend = repository.backend();
            ParityStore parity = ParityStore.of(locked.backend(), budget, pack -> {
                mended.add(StoreNames.pack(pack).path());
                caller.notices().accept(healedPack(pack));
            });
            String id = readId(folder, OpLog.open(backend, Wiring.entryMultiple(format)));
            ChunkStore store =
                    ChunkStore.open(backend, repository.cloak(), format, budget, settings.compressionLevel());
            Workspace workspace =
                    new Workspace(caller, folder, settings, id, budget, locked.raw(), parity, mended, backend, store);
            opened = true;
            return workspace;
        } finally {
            if (!opened) {
                if (locked != null) {
                    locked.close();
                }
                budget.close();
            }
        }
    }

    /// What the user is told of a pack that parity brought back.
    public static String healedPack(Hash pack) {
        return StoreNames.pack(pack) + " was damaged; it was brought back from parity, bit for bit";
    }

    /// The objects of the caller's repository as they are stored, without the need of a key. Whoever asks closes it.
    public static Backend storedObjects(Caller caller) throws IOException {
        return Wiring.raw(
                Wiring.backend(root(caller).resolve(WorkingFolder.RESERVED).resolve(REPOSITORY)), object -> {
                    caller.notices().accept(object + " was damaged; it was put back from its second copy");
                });
    }

    /// The settings for the workspace around the caller's folder.
    public static Settings settings(Caller caller) throws IOException {
        return Settings.load(caller.environment(), caller.home(), configFile(root(caller)));
    }

    static Path root(Caller caller) throws ReelException {
        if (!Files.isDirectory(caller.folder())) {
            throw new Missing(caller.folder().toString(), "there is no such folder", "Check what -C names.");
        }
        Path root = find(caller.folder());
        if (root != null) {
            requireReadable(root.resolve(WorkingFolder.RESERVED).resolve(REPOSITORY));
        } else {
            requireReadable(caller.folder().resolve(WorkingFolder.RESERVED));
            throw new Missing(
                    caller.folder().toString(),
                    "not a reel repository (nor is any folder above it)",
                    "Run `reel init` to make one here, or use -C <folder>.");
        }
        return root;
    }

    /// What may not be looked at is there all the same; what is not there is told by whoever needs it.
    private static void requireReadable(Path path) throws Refused {
        try {
            Files.readAttributes(path, BasicFileAttributes.class);
            if (Files.isDirectory(path)) {
                Files.newDirectoryStream(path).close();
            }
        } catch (AccessDeniedException denied) {
            throw new Refused(
                    denied.getFile() == null ? path.toString() : denied.getFile(),
                    "permission denied, so the repository cannot be read",
                    "Ask its owner for access, then try again.",
                    denied);
        } catch (IOException other) {
            return;
        }
    }

    /// The nearest folder, from `start` upwards, that has a `.reel`; null where there is none.
    public static @Nullable Path find(Path start) {
        for (Path at = start.toAbsolutePath().normalize(); at != null; at = at.getParent()) {
            if (Files.isDirectory(at.resolve(WorkingFolder.RESERVED), LinkOption.NOFOLLOW_LINKS)) {
                return at;
            }
        }
        return null;
    }

    /// The settings of the workspace at `root`.
    public static Path configFile(Path root) {
        return root.resolve(WorkingFolder.RESERVED).resolve(CONFIG);
    }

    private static String readId(WorkingFolder folder, OpLog ops) throws IOException {
        Path file = folder.meta().resolve(ID);
        String text = Files.exists(file) && Files.size(file) <= 256
                ? new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).strip()
                : "";
        if (!text.matches("[A-Za-z0-9_-]{1,64}")) {
            throw wrongId(folder, text.isEmpty() ? "nothing" : "something else", ops.view());
        }
        return text;
    }

    private static Corrupt wrongId(WorkingFolder folder, String found, View view) {
        return new Corrupt(
                folder.meta().resolve(ID).toString(),
                -1,
                "this workspace's id, one of " + view.heads().keySet(),
                found,
                "Write the right one into the file; with a wrong one, HEAD would be another workspace's.",
                null);
    }

    public Caller caller() {
        return caller;
    }

    public WorkingFolder folder() {
        return folder;
    }

    public Settings settings() {
        return settings;
    }

    /// This workspace's id, the key of its head in the view.
    public String id() {
        return id;
    }

    public MemoryBudget budget() {
        return budget;
    }

    /// The repository's objects as they are stored, without anything that heals or hides: what repairs work on.
    public Backend raw() {
        return raw;
    }

    /// What keeps packs whole.
    public ParityStore parity() {
        return parity;
    }

    /// The objects that healed in passing since this workspace was opened.
    public List<String> mended() {
        return List.copyOf(mended);
    }

    /// The repository's objects in the clear.
    public Backend backend() {
        return backend;
    }

    public ChunkStore store() {
        return store;
    }

    /// How files are cut where no attribute says otherwise.
    public ChunkProfile chunking() {
        return store.format().chunking();
    }

    public Repository repository() {
        return repository;
    }

    public Revisions revisions() {
        return repository.revisions(id);
    }

    /// Takes the right to change this working folder, or tells who has it. [Corrupt] where the workspace's id is none
    /// that the operation log knows: whatever were done would be done to another head.
    public WorkspaceLock lock() throws IOException {
        requireKnown();
        return WorkspaceLock.acquire(folder, caller.lockWait());
    }

    /// [Corrupt] where the operation log knows no workspace with this one's id.
    public void requireKnown() throws IOException {
        View view = repository.view();
        if (!view.heads().containsKey(id)) {
            throw wrongId(folder, id, view);
        }
    }

    /// Who acts, now.
    public Signature signature() throws Refused {
        return signature(settings, caller);
    }

    static Signature signature(Settings settings, Caller caller) throws Refused {
        return Signature.of(settings.authorName(), settings.authorEmail(), OffsetDateTime.now(caller.clock()));
    }

    /// What the operation log is told of this command.
    public OpInfo operation() throws Refused {
        return new OpInfo(signature(), id, caller.command());
    }

    @Override
    public void close() throws IOException {
        try (budget;
                backend;
                store) {
            // Closed in reverse order, each whatever happens to the others.
        }
    }
}
