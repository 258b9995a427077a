package reel.video.robust;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

final class PatternReaderTest {
    @Test
    void row_withVectors_isTheScalarOneUpToRounding() {
        // An odd number of blocks, so that the last ones do not fill a vector.
        Modulation.Area area = new Modulation.Area(4 * 37, 0, 37, 1);
        Random random = new Random(1);
        byte[] plane = new byte[16 * 37];
        random.nextBytes(plane);
        byte[] vector = new byte[5 * 37];
        byte[] scalar = new byte[5 * 37];

        PatternReader.best().row(plane, 0, area, 120, 0.07f, vector, 0);
        new ScalarPatternReader().row(plane, 0, area, 120, 0.07f, scalar, 0);

        for (int i = 0; i < vector.length; i++) {
            assertThat((int) vector[i]).isCloseTo(scalar[i], org.assertj.core.data.Offset.offset(1));
        }
    }
}
