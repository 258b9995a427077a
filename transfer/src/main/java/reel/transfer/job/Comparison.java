package reel.transfer.job;

/// When a file that both sides have is the same already.
///
/// @param rule           what is compared
/// @param update         a destination that is newer than the source stays as it is (`--update`)
/// @param ignoreExisting whatever is at the destination stays as it is (`--ignore-existing`)
public record Comparison(Rule rule, boolean update, boolean ignoreExisting) {
    public static final Comparison DEFAULT = new Comparison(Rule.SIZE_AND_TIME, false, false);

    /// What is compared.
    public enum Rule {
        /// Size, and time as exactly as both sides keep it; size alone where one of them keeps no time.
        SIZE_AND_TIME,
        /// Size, and a digest both sides know; where they know none in common, the bytes are read.
        CHECKSUM,
        SIZE,
        /// Nothing is the same: everything is sent. A check compares as by [#CHECKSUM].
        ALWAYS
    }

    public static Comparison by(Rule rule) {
        return new Comparison(rule, false, false);
    }
}
