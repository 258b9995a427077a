package reel.backend.place;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeSet;
import reel.stream.Refused;

/// Finds the provider of a scheme among those on the class path of a loader.
public final class Places {
    private final List<PlaceProvider> providers;

    private Places(List<PlaceProvider> providers) {
        this.providers = List.copyOf(providers);
    }

    public static Places of(List<PlaceProvider> providers) {
        return new Places(providers);
    }

    /// Every provider that `loader` has a service entry of.
    public static Places installed(ClassLoader loader) throws Refused {
        List<PlaceProvider> found = new ArrayList<>();
        try {
            for (PlaceProvider provider : ServiceLoader.load(PlaceProvider.class, loader)) {
                found.add(provider);
            }
        } catch (ServiceConfigurationError broken) {
            throw new Refused(
                    "a storage provider",
                    "cannot be loaded: " + broken.getMessage(),
                    "Remove its jar, or install one that suits this version.");
        }
        return new Places(found);
    }

    public Place open(Location where, PlaceContext context) throws IOException {
        TreeSet<String> schemes = new TreeSet<>();
        for (PlaceProvider provider : providers) {
            if (provider.schemes().contains(where.scheme())) {
                return provider.open(where, context);
            }
            schemes.addAll(provider.schemes());
        }
        throw new Refused(
                where.scheme() + "://",
                "is no scheme that is installed here",
                "Use one of " + String.join(", ", schemes) + ".");
    }
}
