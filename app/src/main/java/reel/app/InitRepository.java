package reel.app;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import reel.app.settings.SettingKey;
import reel.app.settings.Settings;
import reel.app.unlock.Remembered;
import reel.app.unlock.Secrets;
import reel.backend.Backend;
import reel.backend.Durable;
import reel.history.op.Head;
import reel.history.op.OpInfo;
import reel.history.op.OpLog;
import reel.history.op.RefName;
import reel.history.op.View;
import reel.history.workspace.WorkingFolder;
import reel.store.ChunkStore;
import reel.store.RepositoryFormat;
import reel.store.crypt.ContentKey;
import reel.store.crypt.EncryptedBackend;
import reel.store.keys.Argon2Cost;
import reel.store.keys.KeySlots;
import reel.store.keys.MasterKey;
import reel.store.keys.Passphrase;
import reel.store.keys.Recipient;
import reel.store.layout.Cloak;
import reel.stream.Refused;
import reel.stream.buffer.MemoryBudget;
import reel.stream.chunk.ChunkProfile;

/// Makes a repository and its first workspace in a folder.
///
/// Everything is built in a folder beside, made durable, and renamed at the end: there is a whole repository or none.
///
/// @param folder   made if absent
/// @param branch   the first branch; null: main
/// @param chunking the preset or full form; null: the settings decide
/// @param firstKey encrypts the repository; null: it is not encrypted
public record InitRepository(
        Path folder,
        @Nullable String branch,
        @Nullable String chunking,
        @Nullable FirstKey firstKey) {
    private static final String DEFAULT_BRANCH = "main";
    private static final int ID_BYTES = 8;
    private static final String UNFINISHED = WorkingFolder.RESERVED + "-new-";

    /// Without encryption.
    public InitRepository(Path folder, @Nullable String branch, @Nullable String chunking) {
        this(folder, branch, chunking, null);
    }

    /// Who can open the repository at first: a recipient, or whoever knows the passphrase that is asked for.
    ///
    /// @param recipient null: a passphrase @param cost of the passphrase
    public record FirstKey(@Nullable Recipient recipient, String label, Argon2Cost cost) {}

    /// What was made. @param root the workspace's folder
    public record Made(Path root, String branch, String chunking, String repositoryId) {}

    public Made run(Caller caller) throws IOException {
        Path meta = folder.resolve(WorkingFolder.RESERVED);
        if (Files.exists(meta, LinkOption.NOFOLLOW_LINKS)) {
            throw new Refused(
                    folder.toString(),
                    "there is a reel repository already",
                    "Use it as it is, or move " + meta + " away to start anew.");
        }
        String first = RefName.check(branch == null ? DEFAULT_BRANCH : branch);
        Settings settings = Settings.load(caller.environment(), caller.home(), null);
        ChunkProfile profile = ChunkProfile.parse(
                chunking == null ? settings.value(SettingKey.CHUNK_PRESET).orElseThrow() : chunking);
        Durable.makeFolders(folder);
        Path fresh = Files.createTempDirectory(folder, UNFINISHED);
        boolean renamed = false;
        try {
            RepositoryFormat format = RepositoryFormat.fresh(profile);
            if (firstKey != null) {
                format = format.asEncrypted();
            }
            build(fresh, format, first, settings, caller);
            Files.move(fresh, meta, StandardCopyOption.ATOMIC_MOVE);
            renamed = true;
            Durable.folder(folder);
            removeUnfinished(folder);
            return new Made(folder, first, profile.toString(), format.id());
        } finally {
            if (!renamed) {
                Folders.delete(fresh);
            }
        }
    }

    /// Removes what an init that died left. One that runs at the same moment would fail anyway: there is a repository.
    private static void removeUnfinished(Path folder) throws IOException {
        try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, UNFINISHED + "*")) {
            for (Path unfinished : left) {
                Folders.delete(unfinished);
            }
        }
    }

    private void build(Path fresh, RepositoryFormat format, String branch, Settings settings, Caller caller)
            throws IOException {
        Path objects = Files.createDirectory(fresh.resolve(Workspace.REPOSITORY));
        byte[] bytes = new byte[ID_BYTES];
        new SecureRandom().nextBytes(bytes);
        String id = "w" + HexFormat.of().formatHex(bytes);
        OpInfo birth = new OpInfo(Workspace.signature(settings, caller), id, caller.command());
        View view = View.EMPTY.withHead(id, new Head.OnBranch(branch));
        try (MemoryBudget budget =
                        MemoryBudget.of(settings.memory(caller.memory()).bufferBytes());
                Backend stored = Wiring.raw(Wiring.backend(objects), healed -> {})) {
            Wiring.Opened opened = firstKey == null
                    ? new Wiring.Opened(stored, Cloak.none())
                    : encrypt(fresh, stored, format, firstKey, caller);
            try (ChunkStore store = ChunkStore.create(opened.backend(), opened.cloak(), format, budget)) {
                OpLog.create(opened.backend(), Wiring.entryMultiple(format), birth, view);
            }
        }
        Path idFile = fresh.resolve(Workspace.ID);
        Files.writeString(idFile, id + "\n");
        Durable.file(idFile);
        Durable.folder(fresh);
    }

    /// Makes the master key and its first slot. The key is nowhere else, so nothing is written before the slot.
    private static Wiring.Opened encrypt(
            Path fresh, Backend stored, RepositoryFormat format, FirstKey first, Caller caller) throws IOException {
        KeySlots slots = KeySlots.of(stored, format, format.encode());
        try (MasterKey master = MasterKey.generate();
                ContentKey content = master.content()) {
            Recipient recipient = first.recipient();
            if (recipient != null) {
                slots.add(master, recipient, first.label(), caller.clock().instant());
            } else {
                try (Passphrase passphrase = caller.secrets().newPassphrase(Secrets.PASSPHRASE_FILE)) {
                    slots.add(
                            master,
                            passphrase,
                            first.cost(),
                            first.label(),
                            caller.clock().instant());
                }
            }
            Path file = fresh.resolve(Remembered.FILE);
            Files.writeString(file, new Remembered(format.id(), content.fingerprint()).toText());
            Durable.file(file);
            return new Wiring.Opened(EncryptedBackend.over(stored, content), content.cloak());
        }
    }
}
