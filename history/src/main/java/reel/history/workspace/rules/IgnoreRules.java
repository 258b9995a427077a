package reel.history.workspace.rules;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.eclipse.jgit.ignore.IgnoreNode;
import org.jspecify.annotations.Nullable;
import reel.history.tree.RepoPath;

/// What `.reelignore` files say, in gitignore's syntax: those of a folder and of every folder above it, the
/// nearest first. Immutable; safe for use by many threads.
public final class IgnoreRules {
    /// The name of a rule file, in any folder.
    public static final String FILE = ".reelignore";

    /// No rules.
    public static final IgnoreRules NONE = new IgnoreRules(null, 0, null);

    private final @Nullable IgnoreRules above;
    private final int depth;
    private final @Nullable IgnoreNode rules;

    private IgnoreRules(@Nullable IgnoreRules above, int depth, @Nullable IgnoreNode rules) {
        this.above = above;
        this.depth = depth;
        this.rules = rules;
    }

    /// These rules and those in `file`, which stands in `folder`, the folder's path being null at the root.
    public IgnoreRules and(Path file, @Nullable RepoPath folder) throws IOException {
        return and(RuleFiles.read(file), folder);
    }

    /// These rules and those of `text`, as if it stood in a file in `folder`.
    public IgnoreRules and(byte[] text, @Nullable RepoPath folder) throws IOException {
        if (text.length == 0) {
            return this;
        }
        IgnoreNode node = new IgnoreNode();
        String lines = new String(text, StandardCharsets.UTF_8)
                .lines()
                .filter(RuleFiles::mayMatch)
                .collect(Collectors.joining("\n"));
        node.parse(new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8)));
        return new IgnoreRules(this, folder == null ? 0 : folder.length() + 1, node);
    }

    /// Whether `path`, in the folder of these rules, is ignored. What an ignored folder holds is not asked about.
    public boolean ignores(RepoPath path, boolean isFolder) {
        byte[] bytes = null;
        for (IgnoreRules at = this; at != null; at = at.above) {
            if (at.rules != null) {
                bytes = bytes == null ? path.toBytes() : bytes;
                String relative = new String(Arrays.copyOfRange(bytes, at.depth, bytes.length), StandardCharsets.UTF_8);
                Boolean answer = at.rules.checkIgnored(relative, isFolder);
                if (answer != null) {
                    return answer;
                }
            }
        }
        return false;
    }
}
