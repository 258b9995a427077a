package reel.history.merge;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.eclipse.jgit.diff.HistogramDiff;
import org.eclipse.jgit.diff.RawText;
import org.eclipse.jgit.diff.RawTextComparator;
import org.eclipse.jgit.merge.MergeAlgorithm;
import org.eclipse.jgit.merge.MergeFormatter;
import org.eclipse.jgit.merge.MergeResult;

/// Two edits of one text joined line by line.
///
/// @param bytes     the text; where both changed the same lines, both versions between conflict markers
/// @param conflicts whether there are such places
record TextMerge(byte[] bytes, boolean conflicts) {
    static TextMerge of(byte[] base, byte[] ours, byte[] theirs, Labels labels) throws IOException {
        MergeResult<RawText> merged = new MergeAlgorithm(new HistogramDiff())
                .merge(RawTextComparator.DEFAULT, new RawText(base), new RawText(ours), new RawText(theirs));
        ByteArrayOutputStream out = new ByteArrayOutputStream(Math.max(ours.length, theirs.length) + 256);
        new MergeFormatter()
                .formatMerge(out, merged, List.of("base", labels.ours(), labels.theirs()), StandardCharsets.UTF_8);
        return new TextMerge(out.toByteArray(), merged.containsConflicts());
    }

    /// What conflict markers call the two sides.
    record Labels(String ours, String theirs) {}
}
