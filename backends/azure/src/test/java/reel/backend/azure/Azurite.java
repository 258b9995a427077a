package reel.backend.azure;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import reel.backend.place.Location;
import reel.backend.place.Login;
import reel.backend.place.Logins;
import reel.backend.place.Place;
import reel.backend.place.PlaceContext;
import reel.stream.buffer.MemoryBudget;
import reel.testkit.Programs;

/// Microsoft's own emulator of Blob Storage, as a child process; one for all tests, a container for each.
final class Azurite {
    static final String ACCOUNT = "devstoreaccount1";

    /// The emulator's published key, the same everywhere.
    static final String KEY =
            "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private static final AtomicInteger CONTAINERS = new AtomicInteger();
    private static @Nullable Azurite running;

    private final int port;

    private Azurite(int port) {
        this.port = port;
    }

    static synchronized Azurite get(Path folder) throws IOException {
        Azurite known = running;
        if (known == null) {
            known = start(folder);
            running = known;
        }
        return known;
    }

    private static Azurite start(Path folder) throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Process process = new ProcessBuilder(
                        Programs.get("azurite-blob").toString(),
                        "--blobHost",
                        "127.0.0.1",
                        "--blobPort",
                        Integer.toString(port),
                        "--inMemoryPersistence",
                        "--skipApiVersionCheck",
                        "--disableTelemetry")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        StringBuilder said = new StringBuilder();
        process.onExit().orTimeout(60, TimeUnit.SECONDS);
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            said.append(line).append('\n');
            if (line.contains("successfully listen")) {
                // Whatever it says from now on must not fill the pipe.
                Thread.ofVirtual().start(() -> drain(out));
                return new Azurite(port);
            }
        }
        throw new IllegalStateException("azurite did not start: " + said);
    }

    private static void drain(BufferedReader out) {
        try {
            while (out.readLine() != null) {
                // Its log is of no use here.
            }
        } catch (IOException ended) {
            // It was stopped.
        }
    }

    String endpoint() {
        return "http://127.0.0.1:" + port;
    }

    /// A new container, and where it lies.
    Location container(MemoryBudget memory) throws IOException {
        String name = "films-" + CONTAINERS.incrementAndGet();
        Location where = new Location("az", null, ACCOUNT, -1, "/" + name, null);
        PlaceContext context = context(memory, new Login.AccessKey(ACCOUNT, KEY, null));
        try (Container made = Container.open(where, name, context, AzureOptions.of(context.options()))) {
            made.done(Container.Ask.of(name, "PUT", "").query("restype", "container"));
        }
        return where;
    }

    PlaceContext context(MemoryBudget memory, @Nullable Login login, String... options) {
        Map<String, String> all = new HashMap<>(Map.of("endpoint", endpoint()));
        for (int i = 0; i < options.length; i += 2) {
            all.put(options[i], options[i + 1]);
        }
        return PlaceContext.of(memory, logins(login), all);
    }

    Place open(MemoryBudget memory, Location where) throws IOException {
        return new AzureProvider().open(where, context(memory, new Login.AccessKey(ACCOUNT, KEY, null)));
    }

    static Logins logins(@Nullable Login login) {
        return new Logins() {
            @Override
            public @Nullable Login known(Location where) {
                return login;
            }

            @Override
            public char @Nullable [] ask(Location where, String what) {
                return null;
            }
        };
    }
}
