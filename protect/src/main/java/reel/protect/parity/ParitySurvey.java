package reel.protect.parity;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import reel.backend.Backend;
import reel.protect.model.Blocks;
import reel.store.layout.StoreNames;
import reel.stream.Corrupt;
import reel.stream.Missing;
import reel.stream.hash.Hash;

/// What parity a repository has.
///
/// @param groups       parity objects of this repository that can be used
/// @param parityBytes  their length together
/// @param members      the packs in them, and how many bytes each has to have
/// @param unprotected  packs that are there and in no group
/// @param findings     what is wrong with the parity itself
public record ParitySurvey(
        Set<Hash> groups, long parityBytes, Map<Hash, Long> members, Set<Hash> unprotected, List<Finding> findings) {
    /// What may be wrong with a parity object.
    public enum Kind {
        /// Some of it is damaged; what is left still helps. It can be made anew.
        DAMAGED,
        /// It cannot be used at all. It can be made anew.
        UNREADABLE,
        /// It is of another repository or of a newer version: nothing of ours.
        FOREIGN
    }

    /// @param group null where the object's name tells none
    public record Finding(
            String object,
            @org.jspecify.annotations.Nullable Hash group,
            Kind kind,
            String detail) {}

    /// The groups to be made anew.
    public Set<Hash> damaged() {
        Set<Hash> damaged = new HashSet<>();
        for (Finding finding : findings) {
            if (finding.group != null && finding.kind == Kind.DAMAGED) {
                damaged.add(finding.group);
            }
        }
        return damaged;
    }

    /// What a group's parity is called.
    public static String object(Hash group) {
        return ParityNames.group(group).path();
    }

    static ParitySurvey take(Backend backend, boolean readAll) throws IOException {
        ParityGroups there = ParityGroups.read(backend);
        List<Finding> findings = new ArrayList<>();
        Map<Hash, Long> members = new HashMap<>();
        Set<Hash> groups = new HashSet<>();
        long bytes = 0;
        for (Hash id : there.groups().keySet()) {
            try (ParityFile file = ParityFile.open(backend, id)) {
                groups.add(id);
                bytes += file.size();
                file.shape().members().forEach(member -> members.put(member.pack(), member.bytes()));
                long bad = readAll ? damagedRows(file) : 0;
                if (bad > 0 || !file.areTablesWhole()) {
                    String detail = bad > 0
                            ? bad + " of "
                                    + (long) file.shape().blocks()
                                            * file.shape().repairs() + " repair symbols are damaged"
                            : "a copy of its table is damaged";
                    findings.add(finding(id, Kind.DAMAGED, detail));
                }
            } catch (Missing replacedMeanwhile) {
                // Its packs are in another group now.
            } catch (Corrupt sinceListing) {
                findings.add(finding(id, Kind.UNREADABLE, String.valueOf(sinceListing.getMessage())));
            }
        }
        for (Hash id : there.unreadable()) {
            findings.add(finding(id, Kind.UNREADABLE, "neither copy of its table can be read"));
        }
        for (Hash id : there.foreign()) {
            findings.add(finding(id, Kind.FOREIGN, "it is of another repository, or of a newer reel"));
        }
        for (String stray : there.strays()) {
            findings.add(new Finding(stray, null, Kind.FOREIGN, "its name is none of ours"));
        }
        Set<Hash> unprotected = new HashSet<>();
        backend.list(
                StoreNames.PACKS,
                stat -> StoreNames.packId(stat.handle())
                        .filter(pack -> !members.containsKey(pack))
                        .ifPresent(unprotected::add));
        return new ParitySurvey(groups, bytes, members, unprotected, findings);
    }

    private static Finding finding(Hash id, Kind kind, String detail) {
        return new Finding(object(id), id, kind, detail);
    }

    private static long damagedRows(ParityFile file) throws IOException {
        GroupShape shape = file.shape();
        MemorySegment symbol = MemorySegment.ofArray(new byte[shape.symbolSize()]);
        SymbolSum sum = new SymbolSum();
        long damaged = 0;
        for (int block = 0; block < shape.blocks(); block++) {
            Blocks.checkInterrupt();
            for (int row = 0; row < shape.repairs(); row++) {
                damaged += file.row(block, row, symbol, sum) ? 0 : 1;
            }
        }
        return damaged;
    }
}
