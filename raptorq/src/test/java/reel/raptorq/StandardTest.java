package reel.raptorq;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The code's structure against the standard's tables and worked values.
final class StandardTest {
    @Test
    void sizes_ofEveryRow_areThoseOfTheTable() {
        int rows = 0;
        for (String[] row : Fixtures.table("systematic_indices.csv", 1)) {
            int[] expected = Arrays.stream(row).mapToInt(Integer::parseInt).toArray();
            BlockCode code = BlockCode.of(expected[0]);
            assertThat(new int[] {
                        code.symbols,
                        code.systematic,
                        code.ldpc,
                        code.hdpc,
                        code.lt,
                        code.columns,
                        code.pi,
                        code.piPrime,
                        code.columns - code.lt - code.hdpc,
                        code.plain
                    })
                    .isEqualTo(new int[] {
                        expected[0],
                        expected[1],
                        expected[2],
                        expected[3],
                        expected[4],
                        expected[5],
                        expected[6],
                        expected[7],
                        expected[8],
                        expected[9]
                    });
            rows++;
        }
        assertThat(rows).isEqualTo(477);
    }

    @Test
    void code_ofAnyNumberOfSymbols_isTheNextLarger() {
        assertThat(BlockCode.of(1).symbols).isEqualTo(10);
        assertThat(BlockCode.of(10).symbols).isEqualTo(10);
        assertThat(BlockCode.of(11).symbols).isEqualTo(12);
        assertThat(BlockCode.of(56403).symbols).isEqualTo(56403);
        assertThat(BlockCode.largestWithin(9)).isZero();
        assertThat(BlockCode.largestWithin(11)).isEqualTo(10);
        assertThat(BlockCode.largestWithin(Long.MAX_VALUE)).isEqualTo(56403);
    }

    @Test
    void octets_ofEveryPower_areThoseOfTheTable() {
        for (String[] row : Fixtures.table("octet_tables.csv", 1)) {
            int i = Integer.parseInt(row[0]);
            if (!row[1].isEmpty()) {
                assertThat(Octets.power(i)).isEqualTo(Integer.parseInt(row[1]));
            }
            if (!row[2].isEmpty()) {
                assertThat(Octets.power(Integer.parseInt(row[2]))).isEqualTo(i);
            }
        }
        for (int a = 1; a < 256; a++) {
            assertThat(Octets.product(a, Octets.inverse(a))).isEqualTo(1);
            assertThat(Octets.product(a, 2)).isEqualTo(Octets.twice(a));
        }
    }

    @Test
    void columns_ofKnownSymbols_areThoseOfTheWorkedTuples() {
        int rows = 0;
        int[] into = new int[Tuples.MOST];
        for (String[] row : Fixtures.table("tuple_checks.csv", 1)) {
            BlockCode code = BlockCode.of(Integer.parseInt(row[0]));
            int packed = Tuples.columns(code, Integer.parseInt(row[1]), into, 0);
            String found = Arrays.stream(into, 0, packed >>> 16)
                    .mapToObj(Integer::toString)
                    .collect(Collectors.joining(" "));
            assertThat(found).isEqualTo(row[10]);
            assertThat(packed & 0xFFFF).isEqualTo(Integer.parseInt(row[4]));
            rows++;
        }
        assertThat(rows).isEqualTo(66);
    }

    /// One HDPC row after the other as octets, by feeding unit symbols to the recursion of the kernels.
    private static byte[][] hdpc(BlockCode code, Kernels kernels) {
        int count = code.symbols + code.ldpc;
        int[] pairs = new int[count - 1];
        for (int j = 0; j < pairs.length; j++) {
            pairs[j] = Tuples.hdpcRows(code, j);
        }
        int width = 512;
        int stride = width / 8;
        byte[][] matrix = new byte[code.hdpc][count];
        long[] rows = new long[(count + code.hdpc + 1) * stride];
        byte[] unit = new byte[width];
        for (int first = 0; first < count; first += width) {
            Arrays.fill(rows, 0);
            for (int j = first; j < Math.min(count, first + width); j++) {
                Arrays.fill(unit, (byte) 0);
                unit[j - first] = 1;
                kernels.load(unit, 0, width, rows, j * stride);
            }
            kernels.hdpc(rows, 0, stride, count, pairs, count * stride, code.hdpc);
            for (int h = 0; h < code.hdpc; h++) {
                kernels.store(rows, (count + h) * stride, unit, 0, width);
                System.arraycopy(unit, 0, matrix[h], first, Math.min(width, count - first));
            }
        }
        return matrix;
    }

    @Test
    void hdpcRows_ofKnownSizes_haveTheKnownHashes() {
        for (String[] row : Fixtures.table("hdpc_checks.csv", 1)) {
            BlockCode code = BlockCode.of(Integer.parseInt(row[0]));
            for (Kernels kernels : Fixtures.kernels()) {
                byte[][] matrix = hdpc(code, kernels);
                var sha = Fixtures.sha256();
                for (byte[] line : matrix) {
                    sha.update(line);
                }
                assertThat(Fixtures.hex(sha.digest())).as("K' = %s", row[0]).isEqualTo(row[3]);
                assertThat(Fixtures.hex(Arrays.copyOf(matrix[0], 16))).isEqualTo(row[4]);
            }
        }
    }

    @Test
    void matrix_ofTheSmallestCode_isTheStandards() {
        BlockCode code = BlockCode.of(10);
        SparseRows rows = new SparseRows();
        rows.build(code, new int[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9}, 10);
        byte[][] hdpc = hdpc(code, Installed.scalar());
        int[][] matrix = new int[code.columns][code.columns];
        for (int r = 0; r < rows.count; r++) {
            int line = r < code.ldpc ? r : r + code.hdpc;
            for (int i = rows.start[r]; i < rows.start[r + 1]; i++) {
                matrix[line][rows.column[i]] = 1;
            }
        }
        for (int h = 0; h < code.hdpc; h++) {
            for (int j = 0; j < hdpc[h].length; j++) {
                matrix[code.ldpc + h][j] = hdpc[h][j] & 255;
            }
            matrix[code.ldpc + h][code.symbols + code.ldpc + h] = 1;
        }
        int[][] expected = Fixtures.table("constraint_matrix_K10.csv", 0).stream()
                .map(row -> Arrays.stream(row).mapToInt(Integer::parseInt).toArray())
                .toArray(int[][]::new);
        assertThat(matrix).isDeepEqualTo(expected);
    }
}
