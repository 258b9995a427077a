package reel.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import reel.app.keys.RepositoryKeys;
import reel.store.keys.Argon2Cost;
import reel.stream.Locked;

/// An encrypted place, its first passphrase, and the one that comes beside it or takes its place.
final class TwoPassphrases {
    static final String FIRST = "first";
    static final String SECOND = "second";

    private static final String ASKED = "REEL_PASSPHRASE_FILE";
    private static final String ASKED_NEW = "REEL_NEW_PASSPHRASE_FILE";
    private static final Path OLD = file("correct horse battery");
    private static final Path NEW = file("staple of another kind");

    private TwoPassphrases() {}

    private static Path file(String passphrase) {
        try {
            Path file = Files.createTempFile("reel-keys", ".passphrase");
            file.toFile().deleteOnExit();
            return Files.writeString(file, passphrase);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// A new place, which the old passphrase opens.
    static Desk init(Path root) throws IOException {
        Desk desk = byOld(root);
        new InitRepository(root, null, null, new InitRepository.FirstKey(null, FIRST, Argon2Cost.LEAST))
                .run(desk.callerWith(environment(OLD)));
        return desk;
    }

    private static Map<String, String> environment(Path passphrase) {
        return Map.of(ASKED, passphrase.toString(), ASKED_NEW, NEW.toString());
    }

    /// Whoever knows the old passphrase, and answers the new one where a new one is asked for.
    static Desk byOld(Path root) {
        return Desk.at(root).withEnvironment(environment(OLD));
    }

    static Desk byNew(Path root) {
        return Desk.at(root).withEnvironment(environment(NEW));
    }

    /// Whoever can open the place: with the old passphrase, or with the new one.
    static Desk either(Path root) throws IOException {
        Desk old = byOld(root);
        return labels(old) != null ? old : byNew(root);
    }

    /// What opens the place, and the labels of its keys; none of them is damaged.
    static String keys(Path root) throws IOException {
        Map<String, @Nullable List<String>> who = new TreeMap<>();
        who.put("old", labels(byOld(root)));
        who.put("new", labels(byNew(root)));
        return who.toString();
    }

    private static @Nullable List<String> labels(Desk desk) throws IOException {
        try (RepositoryKeys keys = desk.keys()) {
            RepositoryKeys.Keys all = keys.list();
            assertThat(all.damaged()).isEmpty();
            return all.keys().stream().map(RepositoryKeys.Key::label).sorted().toList();
        } catch (Locked no) {
            return null;
        }
    }

    /// Removes the key with this label, where there is one.
    static void remove(Desk desk, String label) throws IOException {
        try (RepositoryKeys keys = desk.keys()) {
            for (RepositoryKeys.Key key : keys.list().keys()) {
                if (key.label().equals(label)) {
                    keys.remove(key.id());
                }
            }
        }
    }

    static void add(Desk desk) throws IOException {
        try (RepositoryKeys keys = desk.keys()) {
            assertThat(keys.addPassphrase(SECOND).label()).isEqualTo(SECOND);
        }
    }

    static void change(Desk desk) throws IOException {
        try (RepositoryKeys keys = desk.keys()) {
            assertThat(keys.change().label()).isEqualTo(FIRST);
        }
    }
}
