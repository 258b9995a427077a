package reel.history.workspace.checkout;

import reel.history.workspace.stage.Stage;

/// What a checkout did.
///
/// @param stage   as it is now, on disk as well
/// @param written files, links and folders put in place
/// @param removed likewise taken away
/// @param bytes   of the files that were written
public record CheckoutResult(Stage stage, long written, long removed, long bytes) {}
