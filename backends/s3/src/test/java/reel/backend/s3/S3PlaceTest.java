package reel.backend.s3;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import reel.backend.place.Place;
import reel.backend.place.PlaceContract;
import reel.stream.buffer.MemoryBudget;

final class S3PlaceTest extends PlaceContract {
    private final MemoryBudget memory = MemoryBudget.tracked(64 << 20);
    private @Nullable LocalS3 server;

    @Override
    protected Place open() throws IOException {
        try {
            LocalS3 started = LocalS3.start();
            server = started;
            return started.open(memory, "/projects/day 1/");
        } catch (IOException failure) {
            throw failure;
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }

    @Override
    protected Place openAgain() throws IOException {
        LocalS3 started = server;
        if (started == null) {
            throw new IllegalStateException("not open");
        }
        return started.open(memory, "/projects/day 1/");
    }

    @AfterEach
    void stop() throws Exception {
        if (server != null) {
            server.close();
        }
        memory.close();
    }
}
