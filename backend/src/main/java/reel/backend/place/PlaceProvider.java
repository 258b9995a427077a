package reel.backend.place;

import java.io.IOException;
import java.util.Set;

/// Opens places of some schemes. Found by [java.util.ServiceLoader]; a third party's is a jar with a service
/// entry.
public interface PlaceProvider {
    /// Lower case, without `://`.
    Set<String> schemes();

    /// Opens the tree that lies at `where`, which may not exist yet. Connects no earlier than it must; a wrong
    /// login or an unknown host may show only at the first call.
    Place open(Location where, PlaceContext context) throws IOException;
}
