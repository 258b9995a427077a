package reel.backend.place;

import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a place is and can do; an ability that is null is not there, and callers have another way.
///
/// @param name         for messages, without secrets: `sftp://nas/vol`, a local path
/// @param parts        how files are written
/// @param ranges       whether parts of a file can be read on their own
/// @param folders      whether empty folders can be
/// @param atomicCreate whether [WriteRequest.Existing#FAIL] holds against every other writer
/// @param timeStep     how exactly a file keeps the time it is given, as [Place#stat] tells it; null where it cannot
///                     keep it. A listing may leave the time out ([Entry#modified]): who needs it asks `stat`
/// @param digests      that [Entry#digests] may tell or [Digesting] computes
/// @param names        what names it can hold
/// @param connections  the most connections worth having to it at once; 1 where more do not help
/// @param disk         its files as files of this machine
/// @param moving       renaming within the place
/// @param copying      copying within the place without moving bytes through this machine
/// @param linking      symbolic links
/// @param digesting    digests computed where the file is
/// @param walking      telling a whole tree at once, cheaper than folder by folder
/// @param touching     changing the time and metadata of what is there
/// @param syncing      making what was published durable; null where publishing already does
public record PlaceTraits(
        String name,
        PartRule parts,
        boolean ranges,
        boolean folders,
        boolean atomicCreate,
        @Nullable Duration timeStep,
        Set<DigestKind> digests,
        NameRules names,
        int connections,
        @Nullable Disk disk,
        @Nullable Moving moving,
        @Nullable Copying copying,
        @Nullable Linking linking,
        @Nullable Digesting digesting,
        @Nullable Walking walking,
        @Nullable Touching touching,
        @Nullable Syncing syncing) {}
