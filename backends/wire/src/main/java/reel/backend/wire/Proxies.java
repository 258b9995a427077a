package reel.backend.wire;

import java.net.InetAddress;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reel.stream.Refused;

/// Which proxy a host is called through, by the variables that other programs obey too: `https_proxy`, `http_proxy`,
/// `all_proxy`, `no_proxy`, in small letters before large ones. This machine is never called through one.
final class Proxies {
    static final Proxies NONE = new Proxies(Map.of());

    private final Map<String, String> environment;

    private Proxies(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    static Proxies of(Map<String, String> environment) {
        return new Proxies(environment);
    }

    /// Null where the host is called itself.
    @Nullable
    Proxy to(Host host) throws Refused {
        if (isHere(host.name()) || isExempt(host)) {
            return null;
        }
        for (String name : new String[] {host.scheme() + "_proxy", "all_proxy"}) {
            String large = name.toUpperCase(Locale.ROOT);
            // A web server hands a caller's header `Proxy` to its programs under this name.
            boolean foreign = large.equals("HTTP_PROXY") && environment.containsKey("REQUEST_METHOD");
            for (String variable : foreign ? new String[] {name} : new String[] {name, large}) {
                String address = environment.getOrDefault(variable, "").strip();
                if (!address.isEmpty()) {
                    return Proxy.parse(variable, address);
                }
            }
        }
        return null;
    }

    private static boolean isHere(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        @Nullable InetAddress literal = literal(lower);
        return lower.equals("localhost")
                || lower.endsWith(".localhost")
                || literal != null && literal.isLoopbackAddress();
    }

    private boolean isExempt(Host host) {
        String small = environment.getOrDefault("no_proxy", "");
        String list = small.isBlank() ? environment.getOrDefault("NO_PROXY", "") : small;
        for (String word : list.split("[,\\s]+")) {
            if (!word.isEmpty() && matches(word.toLowerCase(Locale.ROOT), host)) {
                return true;
            }
        }
        return false;
    }

    /// @param word `*`, a name with all below it, an address, a range of addresses `10.0.0.0/8`; a port may follow
    private static boolean matches(String word, Host host) {
        if (word.equals("*")) {
            return true;
        }
        String name = host.name().toLowerCase(Locale.ROOT);
        int slash = word.indexOf('/');
        if (slash > 0) {
            return isWithin(literal(name), literal(word.substring(0, slash)), word.substring(slash + 1));
        }
        int colon = word.lastIndexOf(':');
        boolean hasPort = colon > 0 && (word.indexOf(':') == colon || word.charAt(colon - 1) == ']');
        if (hasPort && !word.substring(colon + 1).equals(Integer.toString(host.port()))) {
            return false;
        }
        String bare = hasPort ? word.substring(0, colon) : word;
        if (bare.startsWith("[") && bare.endsWith("]")) {
            bare = bare.substring(1, bare.length() - 1);
        }
        @Nullable InetAddress address = literal(bare);
        if (address != null) {
            return address.equals(literal(name));
        }
        String below = bare.startsWith("*.") ? bare.substring(1) : bare.startsWith(".") ? bare : "." + bare;
        return name.equals(below.substring(1)) || name.endsWith(below);
    }

    private static boolean isWithin(@Nullable InetAddress address, @Nullable InetAddress range, String bits) {
        if (address == null || range == null) {
            return false;
        }
        byte[] one = address.getAddress();
        byte[] other = range.getAddress();
        int same;
        try {
            same = Integer.parseInt(bits);
        } catch (NumberFormatException noRange) {
            return false;
        }
        if (one.length != other.length || same < 0 || same > 8 * one.length) {
            return false;
        }
        for (int bit = 0; bit < same; bit++) {
            if (((one[bit / 8] ^ other[bit / 8]) >> 7 - bit % 8 & 1) != 0) {
                return false;
            }
        }
        return true;
    }

    /// The address that is written out; null for names, which are not looked up.
    private static @Nullable InetAddress literal(String name) {
        try {
            return InetAddress.ofLiteral(name);
        } catch (IllegalArgumentException aName) {
            return null;
        }
    }
}
