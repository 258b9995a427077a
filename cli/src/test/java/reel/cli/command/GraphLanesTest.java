package reel.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import reel.stream.hash.Hash;

final class GraphLanesTest {
    private final GraphLanes lanes = new GraphLanes();
    private final List<String> drawn = new ArrayList<>();

    private static Hash id(int n) {
        return new Hash(n, 0, 0, 0);
    }

    private void commit(int n, int... parents) {
        GraphLanes.Drawing drawing = lanes.draw(
                id(n),
                java.util.Arrays.stream(parents).mapToObj(GraphLanesTest::id).toList());
        Stream.of(drawing.above(), List.of(drawing.first() + n), drawing.below())
                .flatMap(List::stream)
                .map(String::stripTrailing)
                .forEach(drawn::add);
    }

    @Test
    void line_isStraight() {
        commit(3, 2);
        commit(2, 1);
        commit(1);
        assertThat(drawn).containsExactly("* 3", "* 2", "* 1");
    }

    @Test
    void merge_opensAndCloses() {
        commit(4, 2, 3);
        commit(3, 1);
        commit(2, 1);
        commit(1);
        assertThat(drawn).containsExactly("* 4", "|\\", "| * 3", "* | 2", "|/", "* 1");
    }

    @Test
    void twoTips_standSideBySide() {
        commit(5, 3);
        commit(4, 3);
        commit(3);
        assertThat(drawn).containsExactly("* 5", "| * 4", "|/", "* 3");
    }

    @Test
    void rootInTheMiddle_movesTheOthersLeft() {
        commit(9);
        commit(8, 7);
        commit(7);
        assertThat(drawn).containsExactly("* 9", "* 8", "* 7");
        drawn.clear();
        commit(6, 4);
        commit(5, 3);
        commit(4);
        commit(3);
        assertThat(drawn).containsExactly("* 6", "| * 5", "* | 4", " /", "* 3");
    }

    @Test
    void farLane_runsUnderTheOthers() {
        commit(9, 1);
        commit(8, 2);
        commit(7, 1);
        commit(2, 1);
        commit(1);
        assertThat(drawn).containsExactly("* 9", "| * 8", "| | * 7", "| * | 2", "|_|/", "|/", "* 1");
    }
}
