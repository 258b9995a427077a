package reel.raptorq;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import reel.testkit.Seeded;

/// The solver against the plainest one there is: the whole matrix, HDPC rows by their definition, elimination
/// over octets.
@Seeded
final class ModelTest {
    @RepeatedTest(300)
    void verdict_onAnySymbols_isThatOfTheRank(RandomGenerator random) {
        int k = random.nextInt(1, 45);
        BlockCode code = BlockCode.of(k);
        int[] isis = new int[code.symbols + random.nextInt(3)];
        int[] pool = IntStream.range(0, code.symbols + (random.nextBoolean() ? 60 : 4))
                .toArray();
        for (int i = 0; i < isis.length; i++) {
            int other = random.nextInt(i, pool.length);
            isis[i] = pool[other];
            pool[other] = pool[i];
        }
        PlanBuilder builder = new PlanBuilder();
        Program program = builder.solve(code, isis, isis, isis.length);
        int lacking = code.columns - rank(matrix(code, isis));
        assertThat(program == null ? builder.lacking() : 0).isEqualTo(lacking);
    }

    private static int[][] matrix(BlockCode code, int[] isis) {
        int[][] rows = new int[code.ldpc + code.hdpc + isis.length][code.columns];
        SparseRows sparse = new SparseRows();
        sparse.build(code, isis, isis.length);
        for (int r = 0; r < sparse.count; r++) {
            for (int i = sparse.start[r]; i < sparse.start[r + 1]; i++) {
                rows[r][sparse.column[i]] = 1;
            }
        }
        int count = code.symbols + code.ldpc;
        for (int h = 0; h < code.hdpc; h++) {
            int[] row = rows[sparse.count + h];
            for (int column = 0; column < count; column++) {
                for (int j = column; j < count; j++) {
                    row[column] ^= Octets.product(mt(code, h, j), Octets.power((j - column) % 255));
                }
            }
            row[count + h] = 1;
        }
        return rows;
    }

    /// MT of RFC 6330 §5.3.3.3.
    private static int mt(BlockCode code, int h, int j) {
        if (j == code.symbols + code.ldpc - 1) {
            return Octets.power(h);
        }
        int pair = Tuples.hdpcRows(code, j);
        return h == (pair & 255) || h == pair >>> 8 ? 1 : 0;
    }

    private static int rank(int[][] rows) {
        int rank = 0;
        for (int c = 0; c < rows[0].length; c++) {
            int found = rank;
            while (found < rows.length && rows[found][c] == 0) {
                found++;
            }
            if (found < rows.length) {
                int[] pivot = rows[found];
                rows[found] = rows[rank];
                rows[rank++] = pivot;
                for (int r = rank; r < rows.length; r++) {
                    int factor = Octets.product(rows[r][c], Octets.inverse(pivot[c]));
                    for (int i = c; factor != 0 && i < pivot.length; i++) {
                        rows[r][i] ^= Octets.product(factor, pivot[i]);
                    }
                }
            }
        }
        return rank;
    }
}
