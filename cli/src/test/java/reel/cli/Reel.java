package reel.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import reel.app.keys.RepositoryKeys;
import reel.cli.screen.Surroundings;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The program in this process: arguments in, exit code and both streams out.
///
/// With `-Dreel.test.encrypted=true` every `init` makes an encrypted repository, for an identity the environment names.
final class Reel {
    private static final JsonMapper JSON = new JsonMapper();
    private static final boolean ALL_ENCRYPTED = Boolean.getBoolean("reel.test.encrypted");

    private final Path folder;
    private final Map<String, String> environment;

    private Reel(Path folder, Map<String, String> environment) {
        this.folder = folder;
        this.environment = environment;
    }

    /// In `folder`, by Ada, who never waits for a lock and has no settings of her own.
    static Reel in(Path folder) {
        Reel plain = plain(folder);
        return ALL_ENCRYPTED ? plain.with("REEL_IDENTITY_FILE", Shared.IDENTITY_FILE.toString()) : plain;
    }

    /// The same, also in a run over encryption without a key and without encryption that is not asked for.
    static Reel plain(Path folder) {
        return new Reel(
                folder,
                Map.of(
                        "REEL_USER_NAME", "Ada",
                        "REEL_USER_EMAIL", "ada@example.org",
                        "REEL_LOCK_WAIT", "0s",
                        "REEL_CONFIG", folder.resolve(".none.toml").toString()));
    }

    /// With another environment variable.
    Reel with(String name, String value) {
        Map<String, String> more = new HashMap<>(environment);
        more.put(name, value);
        return new Reel(folder, more);
    }

    Path folder() {
        return folder;
    }

    /// One identity for every repository of a run over encryption.
    private static final class Shared {
        static final Path IDENTITY_FILE;
        static final String RECIPIENT;

        static {
            try {
                Path folder = Files.createTempDirectory("reel-test-");
                folder.toFile().deleteOnExit();
                IDENTITY_FILE = folder.resolve("identity");
                IDENTITY_FILE.toFile().deleteOnExit();
                RECIPIENT = RepositoryKeys.generate(IDENTITY_FILE).toString();
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
    }

    private String[] encrypting(String[] args) {
        List<String> words = List.of(args);
        boolean makes = words.contains("init") && !words.contains("help");
        if (!ALL_ENCRYPTED || !makes || !environment.containsKey("REEL_IDENTITY_FILE")) {
            return args;
        }
        String[] more = Arrays.copyOf(args, args.length + 3);
        System.arraycopy(new String[] {"--encrypt", "--recipient", Shared.RECIPIENT}, 0, more, args.length, 3);
        return more;
    }

    Result run(String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Surroundings around = new Surroundings(
                folder, folder, environment, new ByteArrayInputStream(new byte[0]), out, err, false, false, 80);
        int exit = Main.run(around, encrypting(args));
        return new Result(
                exit, out.toByteArray(), out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /// Runs and insists on success.
    Result ok(String... args) {
        Result result = run(args);
        if (result.exit() != 0) {
            throw new AssertionError("reel " + String.join(" ", args) + " ended with " + result.exit() + "\n"
                    + result.out() + result.err());
        }
        return result;
    }

    /// Runs with `--json`, insists on success and on one JSON object.
    JsonNode json(String... args) {
        String[] more = java.util.Arrays.copyOf(args, args.length + 1);
        more[args.length] = "--json";
        return ok(more).json();
    }

    @SuppressWarnings("ArrayRecordComponent") // compared by no one
    record Result(int exit, byte[] bytes, String out, String err) {
        JsonNode json() {
            return JSON.readTree(out);
        }

        /// What `err` says, but for the progress that comes before it where a command takes longer than a second.
        String told() {
            return err.lines()
                    .filter(line -> !line.matches("[A-Z][a-z]+ing  .*"))
                    .collect(Collectors.joining("\n"));
        }

        JsonNode errJson() {
            return JSON.readTree(err);
        }
    }
}
