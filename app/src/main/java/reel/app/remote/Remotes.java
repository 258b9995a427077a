package reel.app.remote;

import com.electronwill.nightconfig.core.CommentedConfig;
import com.electronwill.nightconfig.core.UnmodifiableConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import reel.app.settings.TomlFile;
import reel.app.settings.UserFolder;
import reel.stream.Conflict;
import reel.stream.Corrupt;
import reel.stream.Missing;
import reel.stream.Refused;

/// The remotes of a user, in `remotes.toml` of the settings folder: one table each, `url` and options. Comments
/// and the order stay when one is added or removed.
public final class Remotes {
    private static final String FILE = "remotes.toml";
    private static final String URL = "url";

    private final TomlFile file;
    private final Map<String, Remote> remotes;

    private Remotes(TomlFile file, Map<String, Remote> remotes) {
        this.file = file;
        this.remotes = remotes;
    }

    /// @param home the user's home folder
    public static Remotes load(Map<String, String> environment, Path home) throws IOException {
        TomlFile file = TomlFile.read(UserFolder.of(environment, home).resolve(FILE));
        Map<String, Remote> remotes = new TreeMap<>();
        for (UnmodifiableConfig.Entry entry : file.values().entrySet()) {
            remotes.put(entry.getKey(), read(file.path(), entry.getKey(), entry.getValue()));
        }
        return new Remotes(file, remotes);
    }

    private static Remote read(Path path, String name, @Nullable Object value) throws IOException {
        if (!(value instanceof UnmodifiableConfig table) || !(table.get(List.of(URL)) instanceof String url)) {
            throw new Corrupt(
                    path.toString(),
                    -1,
                    "[" + name + "] with url = \"scheme://…\"",
                    "something else",
                    "Correct it in an editor, or remove it.",
                    null);
        }
        Map<String, String> options = new TreeMap<>();
        for (UnmodifiableConfig.Entry option : table.entrySet()) {
            Object raw = option.getValue();
            if (!option.getKey().equals(URL)) {
                options.put(option.getKey(), String.valueOf(raw));
            }
        }
        try {
            return Remote.of(name, url, options);
        } catch (Refused wrong) {
            throw new Refused(path.toString(), String.valueOf(wrong.getMessage()), wrong.hint(), wrong);
        }
    }

    /// Where they are kept.
    public Path path() {
        return file.path();
    }

    public List<String> names() {
        return List.copyOf(remotes.keySet());
    }

    public List<Remote> all() {
        return List.copyOf(remotes.values());
    }

    public @Nullable Remote find(String name) {
        return remotes.get(name);
    }

    public Remote require(String name) throws Missing {
        Remote found = remotes.get(name);
        if (found == null) {
            throw new Missing(
                    "remote '" + Address.printable(name) + "'",
                    remotes.isEmpty() ? "there is no remote yet" : "there is no such remote",
                    remotes.isEmpty()
                            ? "Make one with `reel remote add " + Address.printable(name) + " sftp://user@host/path`."
                            : "There are " + String.join(", ", remotes.keySet()) + ".");
        }
        return found;
    }

    /// Keeps a remote. @param replace whether one of that name may be there; else [Conflict]
    public void add(Remote remote, boolean replace) throws IOException {
        Remote old = remotes.get(remote.name());
        if (old != null && !replace) {
            throw new Conflict(
                    "remote '" + remote.name() + "'",
                    "is there already, for " + old.root(),
                    "Add --force to replace it, or take another name.");
        }
        CommentedConfig table = CommentedConfig.inMemory();
        table.set(List.of(URL), remote.url());
        remote.sortedOptions().forEach((key, value) -> table.set(List.of(key), value));
        file.values().set(List.of(remote.name()), table);
        file.save();
        remotes.put(remote.name(), remote);
    }

    /// [Missing] where there is none of that name.
    public void remove(String name) throws IOException {
        require(name);
        file.values().remove(List.of(name));
        file.save();
        remotes.remove(name);
    }
}
