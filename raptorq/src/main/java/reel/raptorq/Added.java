package reel.raptorq;

/// What became of a symbol given to a [BlockDecoder]. Only an accepted one changed anything.
public enum Added {
    /// It is new and was kept.
    ACCEPTED("kept"),
    /// A symbol of that id is already here.
    DUPLICATE("a symbol of this id is already here"),
    /// The decoder holds as many symbols as it has room for, which is more than it needs: call `solve`.
    SURPLUS("enough symbols are here; solve the block"),
    /// The block is solved; nothing more is needed.
    SOLVED("the block is solved already"),
    /// Its length is not the symbol size.
    WRONG_LENGTH("its length is not the symbol size of the object"),
    /// Its id has more than 24 bits or is negative: no symbol of any block.
    FOREIGN_ID("its id is not one of a symbol, 0 to 16777215");

    private final String reason;

    Added(String reason) {
        this.reason = reason;
    }

    /// Why, in words.
    public String reason() {
        return reason;
    }
}
