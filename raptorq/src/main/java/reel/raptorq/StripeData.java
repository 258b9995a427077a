package reel.raptorq;

/// The data rows of a block, stripe by stripe.
interface StripeData {
    /// Makes the rows of stripe `s` ready and answers where they begin in [#rows].
    int ready(int s);

    /// The array they lie in; ask after [#ready].
    long[] rows();
}
