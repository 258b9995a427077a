package reel.protect.parity;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import reel.backend.Backend;
import reel.store.RepositoryFormat;
import reel.store.layout.StoreNames;
import reel.stream.Corrupt;
import reel.stream.Missing;
import reel.stream.Refused;
import reel.stream.hash.Hash;

/// The parity objects there are, and what they are about.
///
/// @param repository id of this repository
/// @param groups     those of this repository whose tables can be read
/// @param unreadable those of which neither copy of the table can be read
/// @param foreign    those of another repository: nothing of ours
/// @param strays     objects in the folder that have no name of ours
record ParityGroups(
        String repository,
        Map<Hash, GroupShape> groups,
        List<Hash> unreadable,
        List<Hash> foreign,
        List<String> strays) {

    static ParityGroups read(Backend backend) throws IOException {
        List<Hash> ids = new ArrayList<>();
        List<String> strays = new ArrayList<>();
        backend.list(ParityNames.FOLDER, stat -> {
            if (stat.handle().path().indexOf('/', ParityNames.FOLDER.length()) < 0) {
                ParityNames.groupId(stat.handle())
                        .ifPresentOrElse(
                                ids::add, () -> strays.add(stat.handle().path()));
            }
        });
        ParityGroups found =
                new ParityGroups(repositoryId(backend), new TreeMap<>(), new ArrayList<>(), new ArrayList<>(), strays);
        for (Hash id : ids) {
            try {
                GroupShape shape = ParityFile.shape(backend, id);
                if (shape.repository().equals(found.repository)) {
                    found.groups.put(id, shape);
                } else {
                    found.foreign.add(id);
                }
            } catch (Corrupt damaged) {
                found.unreadable.add(id);
            } catch (Missing replacedMeanwhile) {
                // Whoever removed it made another.
            } catch (Refused newer) {
                found.foreign.add(id);
            }
        }
        return found;
    }

    private static String repositoryId(Backend backend) throws IOException {
        String thing = backend.traits().name() + "/" + StoreNames.FORMAT;
        long size = backend.stat(StoreNames.FORMAT).size();
        if (size > RepositoryFormat.MAX_TEXT_BYTES) {
            throw new Corrupt(thing, 0, "at most " + RepositoryFormat.MAX_TEXT_BYTES + " bytes", size + " bytes");
        }
        byte[] text = new byte[(int) size];
        backend.read(StoreNames.FORMAT, 0, MemorySegment.ofArray(text));
        return RepositoryFormat.decode(text, thing).id();
    }
}
