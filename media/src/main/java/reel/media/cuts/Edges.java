package reel.media.cuts;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The elements found in a file, and the choice of their edges that are worth a cut.
///
/// A cut costs up to two short chunks and their metadata, about 170 bytes. It pays where an element that stays the
/// same is long, so elements under 4 KiB have no edges, and where a file has more edges than one for each 16 KiB,
/// the longest elements keep theirs. Both sides of a gap are cut however short it is: a box's length field between two
/// elements belongs to neither once they change places.
final class Edges {
    static final int LEAST_ELEMENT_BYTES = 4 << 10;
    static final int BYTES_PER_EDGE = 16 << 10;

    private record Element(long start, long end) {}

    private record Edge(long offset, long weight) {}

    private final long size;
    private final List<Element> elements = new ArrayList<>();

    Edges(long size) {
        this.size = size;
    }

    /// Most edges a file of this size may have.
    static long most(long size) {
        return size / BYTES_PER_EDGE;
    }

    /// An element at `[start, end)`; in any order, but none over another.
    void element(long start, long end) throws Unparsable {
        if (start < 0 || end < start || end > size) {
            throw new Unparsable("an element beyond the end");
        }
        if (end - start >= LEAST_ELEMENT_BYTES) {
            elements.add(new Element(start, end));
        }
    }

    /// The offsets worth a cut, increasing.
    long[] chosen() throws Unparsable {
        elements.sort(Comparator.comparingLong(Element::start));
        Map<Long, Long> weights = new TreeMap<>();
        long before = 0;
        for (Element element : elements) {
            if (element.start < before) {
                throw new Unparsable("elements that overlap");
            }
            before = element.end;
            weights.merge(element.start, element.end - element.start, Math::max);
            weights.merge(element.end, element.end - element.start, Math::max);
        }
        weights.remove(0L);
        weights.remove(size);
        List<Edge> edges = new ArrayList<>(weights.size());
        weights.forEach((offset, weight) -> edges.add(new Edge(offset, weight)));
        edges.sort(Comparator.comparingLong(Edge::weight).reversed().thenComparingLong(Edge::offset));
        return edges.stream().limit(most(size)).mapToLong(Edge::offset).sorted().toArray();
    }
}
