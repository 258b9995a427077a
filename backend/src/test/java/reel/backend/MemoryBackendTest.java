package reel.backend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class MemoryBackendTest extends BackendContract {
    @Override
    protected Backend create() {
        return MemoryBackend.create();
    }

    @Test
    void snapshot_hasTheObjectsOfNow_butNoSpoolsAndNoLocks() throws IOException {
        MemoryBackend memory = MemoryBackend.create();
        memory.write(handle("a"), text("x"));
        backend = memory;
        try (Locking.Lock held = locking().lock(handle("locks/x"), false, Duration.ZERO);
                Spooling.Spool spool = spooling().spool("s")) {
            assertThat(held).isNotNull();
            spool.append(MemorySegment.ofArray(new byte[10]));
            MemoryBackend after = memory.snapshot();
            spool.publish(handle("s"));
            memory.delete(handle("a"));
            backend = after;
            assertThat(list("")).containsExactly("a");
            locking().lock(handle("locks/x"), false, Duration.ZERO).close();
        }
    }
}
