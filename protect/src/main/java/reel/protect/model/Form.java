package reel.protect.model;

import java.util.Locale;

/// How symbols lie on storage.
public enum Form {
    /// `_raptorq_layout.json` with `block_<i>/<id>`, as rq-library writes them today.
    MODERN,
    /// The older layout: one set of parameters, text block ids, no block hashes.
    LEGACY,
    /// A few part files that describe themselves.
    CONTAINER;

    /// The name on the command line and in JSON.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
