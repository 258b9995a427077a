package reel.backend.sftp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import reel.backend.place.Meta;

/// Names of a server's users and groups by their numbers, as far as it tells; each number is asked for once.
final class Owners {
    /// In one request, and in all.
    private static final int MOST_ASKED = 256;
    private static final int MOST_KNOWN = 100_000;

    private static final int MOST_NAME = 1024;

    private final Map<Integer, String> users = new ConcurrentHashMap<>();
    private final Map<Integer, String> groups = new ConcurrentHashMap<>();
    private volatile boolean cannotChange;

    /// Asks for the names of what is new among `seen`.
    void learn(Sftp sftp, Collection<Attributes> seen) throws IOException {
        if (!sftp.has(Offers.NAMES_BY_ID)) {
            return;
        }
        List<Integer> newUsers = new ArrayList<>();
        List<Integer> newGroups = new ArrayList<>();
        for (Attributes one : seen) {
            addFresh(newUsers, users, one.user());
            addFresh(newGroups, groups, one.group());
        }
        if (newUsers.isEmpty() && newGroups.isEmpty()) {
            return;
        }
        Packet packet = Packet.extended(Offers.NAMES_BY_ID).bytes(ids(newUsers)).bytes(ids(newGroups));
        Answer answer = sftp.answer(sftp.line().send(packet)).expect(Wire.EXTENDED_REPLY);
        keep(answer, users, newUsers);
        keep(answer, groups, newGroups);
    }

    private static void addFresh(List<Integer> fresh, Map<Integer, String> known, @Nullable Integer id) {
        if (id != null
                && !known.containsKey(id)
                && !fresh.contains(id)
                && fresh.size() < MOST_ASKED
                && known.size() < MOST_KNOWN) {
            fresh.add(id);
        }
    }

    private static byte[] ids(List<Integer> ids) {
        ByteBuffer bytes = ByteBuffer.allocate(ids.size() * Integer.BYTES);
        ids.forEach(bytes::putInt);
        return bytes.array();
    }

    /// An empty name is that of a number that has none.
    private static void keep(Answer answer, Map<Integer, String> known, List<Integer> ids) throws IOException {
        Answer names = answer.nested();
        for (Integer id : ids) {
            String name = Answer.text(names.bytes(MOST_NAME));
            known.put(id, name == null ? "" : Answer.clean(name, MOST_NAME));
        }
    }

    @Nullable
    String user(@Nullable Integer id) {
        return name(users, id);
    }

    @Nullable
    String group(@Nullable Integer id) {
        return name(groups, id);
    }

    private static @Nullable String name(Map<Integer, String> known, @Nullable Integer id) {
        if (id == null) {
            return null;
        }
        String name = known.getOrDefault(id, "");
        return name.isEmpty() ? Integer.toUnsignedString(id) : name;
    }

    /// What to ask the server to set, so that a file belongs to whom `meta` says; null where that is nobody known
    /// there, nobody else than now, or where this login may not give files away.
    @Nullable
    Attributes wanted(Meta meta, Attributes now) {
        boolean asked = meta.owner() != null || meta.group() != null;
        if (!asked || cannotChange || now.user() == null || now.group() == null) {
            return null;
        }
        int user = id(users, meta.owner(), now.user());
        int group = id(groups, meta.group(), now.group());
        return user == now.user() && group == now.group() ? null : Attributes.ofOwner(user, group);
    }

    /// Only somebody with privileges may give files away; who may not is not asked again.
    void refused() {
        cannotChange = true;
    }

    private static int id(Map<Integer, String> known, @Nullable String wanted, int otherwise) {
        if (wanted == null) {
            return otherwise;
        }
        for (Map.Entry<Integer, String> one : known.entrySet()) {
            if (one.getValue().equals(wanted)) {
                return one.getKey();
            }
        }
        try {
            return Integer.parseUnsignedInt(wanted);
        } catch (NumberFormatException unknown) {
            return otherwise;
        }
    }
}
