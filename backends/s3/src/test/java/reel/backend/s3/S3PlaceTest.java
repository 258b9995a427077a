package reel.backend.s3;

import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import reel.backend.place.Place;
import reel.backend.place.PlaceContract;
import reel.stream.buffer.MemoryBudget;

final class S3PlaceTest extends PlaceContract {
    private static @Nullable LocalS3 server;

    private final MemoryBudget memory = MemoryBudget.tracked(64 << 20);

    @BeforeAll
    static void start() throws Exception {
        server = LocalS3.start();
    }

    @AfterAll
    static void stop() throws Exception {
        Objects.requireNonNull(server).close();
    }

    @Override
    protected Place open() throws IOException {
        Objects.requireNonNull(server).forget();
        return openAgain();
    }

    @Override
    protected Place openAgain() throws IOException {
        return Objects.requireNonNull(server).open(memory, "/projects/day 1/");
    }

    @AfterEach
    void nothingIsLeased() {
        memory.close();
    }
}
