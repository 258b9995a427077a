package reel.history.workspace.rules;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jgit.ignore.FastIgnoreRule;
import org.jspecify.annotations.Nullable;
import reel.history.tree.RepoPath;
import reel.stream.Refused;
import reel.stream.chunk.ChunkProfile;
import reel.stream.seal.Compressibility;

/// What `.reelattributes` files say, in the shape of gitattributes: a pattern, then attributes.
///
/// ```
/// *.mov      chunking=video compression=off lockable
/// *.prproj   chunking=project
/// cache/**   compression=auto -lockable
/// "day 1/*"  chunking=video
/// ```
///
/// A later line wins over an earlier one, a file in a deeper folder over one above; each attribute on its own.
/// Immutable; safe for use by many threads.
public final class AttributeRules {
    /// The name of a rule file, in any folder.
    public static final String FILE = ".reelattributes";

    /// No rules.
    public static final AttributeRules NONE = new AttributeRules(null, 0, List.of());

    /// A pattern in quotes may hold spaces; a quote or a backslash in it has a backslash before it.
    private static final Pattern QUOTED = Pattern.compile("\"([^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+)\"(?=[ \\t]|$)");

    private static final Pattern ESCAPED = Pattern.compile("\\\\([\"\\\\])");

    private final @Nullable AttributeRules above;
    private final int depth;
    private final List<Line> lines;

    private AttributeRules(@Nullable AttributeRules above, int depth, List<Line> lines) {
        this.above = above;
        this.depth = depth;
        this.lines = lines;
    }

    /// One line. A null says nothing; `compression` [Compressibility#UNKNOWN] says `auto`.
    private record Line(
            FastIgnoreRule pattern,
            @Nullable ChunkProfile chunking,
            @Nullable Compressibility compression,
            @Nullable Boolean lockable) {}

    /// These rules and those in `file`, which stands in `folder`, the folder's path being null at the root. A
    /// line that is not understood is [Refused], naming file and line.
    public AttributeRules and(Path file, @Nullable RepoPath folder) throws IOException {
        byte[] text = RuleFiles.read(file);
        List<Line> lines = new ArrayList<>();
        int number = 0;
        for (String line : new String(text, StandardCharsets.UTF_8).split("\n", -1)) {
            number++;
            String trimmed = line.strip();
            if (!trimmed.isEmpty() && !trimmed.startsWith("#")) {
                lines.add(parse(trimmed, file + ", line " + number));
            }
        }
        return lines.isEmpty() ? this : new AttributeRules(this, folder == null ? 0 : folder.length() + 1, lines);
    }

    private static Line parse(String line, String where) throws Refused {
        Matcher quoted = QUOTED.matcher(line);
        boolean isQuoted = quoted.lookingAt();
        String pattern = isQuoted ? ESCAPED.matcher(quoted.group(1)).replaceAll("$1") : line.split("[ \t]+", 2)[0];
        String[] words =
                line.substring(isQuoted ? quoted.end() : pattern.length()).split("[ \t]+");
        ChunkProfile chunking = null;
        Compressibility compression = null;
        Boolean lockable = null;
        for (int i = 1; i < words.length; i++) {
            String word = words[i];
            if (word.startsWith("chunking=")) {
                chunking = chunking(word.substring("chunking=".length()), where);
            } else {
                switch (word) {
                    case "compression=auto" -> compression = Compressibility.UNKNOWN;
                    case "compression=on" -> compression = Compressibility.LIKELY;
                    case "compression=off" -> compression = Compressibility.NEVER;
                    case "lockable" -> lockable = true;
                    case "-lockable" -> lockable = false;
                    default ->
                        throw new Refused(
                                where,
                                "`" + word + "` is no attribute",
                                "Use chunking=…, compression=auto|on|off, lockable or -lockable.");
                }
            }
        }
        if (pattern.startsWith("!")) {
            throw new Refused(where, "a pattern cannot be negated here", "Set the attribute to another value instead.");
        }
        return new Line(
                new FastIgnoreRule(RuleFiles.mayMatch(pattern) ? pattern : ""), chunking, compression, lockable);
    }

    private static ChunkProfile chunking(String text, String where) throws Refused {
        try {
            return ChunkProfile.parse(text);
        } catch (Refused unusable) {
            throw new Refused(where, String.valueOf(unusable.getMessage()), unusable.hint(), unusable);
        }
    }

    /// What is said of the file at `path`, in the folder of these rules.
    public Attributes of(RepoPath path) {
        if (above == null) {
            return Attributes.NONE;
        }
        byte[] bytes = path.toBytes();
        ChunkProfile chunking = null;
        Compressibility compression = null;
        Boolean lockable = null;
        for (AttributeRules at = this; at != null; at = at.above) {
            String relative = new String(Arrays.copyOfRange(bytes, at.depth, bytes.length), StandardCharsets.UTF_8);
            for (int i = at.lines.size() - 1; i >= 0; i--) {
                Line line = at.lines.get(i);
                if (line.pattern.isMatch(relative, false, true)) {
                    chunking = chunking == null ? line.chunking : chunking;
                    compression = compression == null ? line.compression : compression;
                    lockable = lockable == null ? line.lockable : lockable;
                }
            }
        }
        return new Attributes(chunking, compression, Boolean.TRUE.equals(lockable));
    }
}
