package reel.video.gop;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.LongStream;
import reel.media.isobmff.Movie;
import reel.media.isobmff.Track;
import reel.media.isobmff.Unreadable;

/// A film taken apart: every byte in exactly one span, the spans in the file's order, and where a stream may be
/// cut.
///
/// Made from the film when it is cut and from the recipe's `moov` when it is joined, by the same code: the spans
/// are stored nowhere.
///
/// @param moov the box as it is in the file; empty where the file is one span
/// @param cuts offsets of sync samples, increasing
record Skeleton(long fileBytes, long moovOffset, byte[] moov, List<StreamOf> streams, List<Span> spans, long[] cuts) {
    /// A stream's place in the list is its number.
    ///
    /// @param number the track's, 0 for no track
    /// @param atSyncOnly whether it is cut at sync samples, because others need them
    record StreamOf(StreamKind kind, long number, boolean atSyncOnly) {}

    /// A film of 70 hours in pieces of half a second, sound and picture.
    static final int MOST_SPANS = 1 << 20;

    /// The file as one stream.
    static Skeleton ofPieces(long fileBytes) {
        List<Span> spans = fileBytes == 0 ? List.of() : List.of(new Span(0, fileBytes, 0));
        return new Skeleton(
                fileBytes, 0, new byte[0], List.of(new StreamOf(StreamKind.PIECE, 0, false)), spans, new long[0]);
    }

    /// Takes a film apart by its tables.
    ///
    /// @throws Unreadable where they cannot be trusted: every byte must belong to one sample or to none
    static Skeleton of(Movie movie, long fileBytes) throws Unreadable {
        if (movie.fragmented()) {
            throw new Unreadable("it is fragmented");
        }
        List<StreamOf> streams = new ArrayList<>();
        streams.add(new StreamOf(StreamKind.REST, 0, false));
        List<Span> spans = new ArrayList<>();
        spans.add(new Span(movie.moovOffset(), movie.moov().length, Span.SKELETON));
        LongStream.Builder cuts = LongStream.builder();
        for (Track track : movie.tracks()) {
            if (track.elsewhere()) {
                throw new Unreadable("samples of track " + track.number() + " lie in another file");
            }
            int stream = streams.size();
            streams.add(new StreamOf(
                    StreamKind.ofHandler(track.handler()),
                    track.number(),
                    track.table().hasSyncSamples()));
            track.table()
                    .walk(
                            (offset, bytes) -> add(spans, offset, bytes, stream, fileBytes),
                            (offset, bytes) -> cuts.add(offset));
        }
        spans.sort(Comparator.comparingLong(Span::offset));
        long[] sorted = cuts.build().sorted().distinct().toArray();
        return new Skeleton(
                fileBytes, movie.moovOffset(), movie.moov(), List.copyOf(streams), whole(spans, fileBytes), sorted);
    }

    private static void add(List<Span> spans, long offset, long bytes, int stream, long fileBytes) throws Unreadable {
        if (offset > fileBytes - bytes) {
            throw new Unreadable("samples lie beyond the end of the file");
        }
        if (spans.size() >= MOST_SPANS) {
            throw new Unreadable("it is in more than " + MOST_SPANS + " pieces");
        }
        spans.add(new Span(offset, bytes, stream));
    }

    /// The spans with those of the rest between them.
    private static List<Span> whole(List<Span> sorted, long fileBytes) throws Unreadable {
        List<Span> all = new ArrayList<>(2 * sorted.size() + 1);
        long at = 0;
        for (Span span : sorted) {
            if (span.offset() < at) {
                throw new Unreadable("samples lie over one another");
            }
            if (span.offset() > at) {
                all.add(new Span(at, span.offset() - at, 0));
            }
            all.add(span);
            at = span.end();
        }
        if (at < fileBytes) {
            all.add(new Span(at, fileBytes - at, 0));
        }
        return List.copyOf(all);
    }

    /// The skeleton that a recipe's `moov` describes; the same that its film had.
    static Skeleton ofRecipe(long fileBytes, long moovOffset, byte[] moov) throws Unreadable {
        if (moovOffset < 0 || moovOffset > fileBytes - moov.length) {
            throw new Unreadable("moov lies beyond the end of the file");
        }
        return of(Movie.ofMoov(moovOffset, moov), fileBytes);
    }

    boolean isWhole() {
        return moov.length == 0;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Skeleton that
                && fileBytes == that.fileBytes
                && moovOffset == that.moovOffset
                && Arrays.equals(moov, that.moov)
                && streams.equals(that.streams)
                && spans.equals(that.spans)
                && Arrays.equals(cuts, that.cuts);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(fileBytes) * 31 + spans.hashCode();
    }

    @Override
    public String toString() {
        return fileBytes + " bytes in " + spans.size() + " spans of " + streams.size() + " streams";
    }
}
