package reel.transfer.execute;

import java.io.IOException;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reel.backend.place.Disk;
import reel.backend.place.Entry;
import reel.backend.place.Meta;
import reel.backend.place.Place;
import reel.backend.place.WriteRequest;
import reel.backend.place.Writing;
import reel.stream.Missing;
import reel.stream.Refused;
import reel.transfer.job.Endpoint;
import reel.transfer.job.Mode;
import reel.transfer.job.TransferJob;

/// Whether the two addresses of a move mean one place: a server and its own disk, two names of one bucket, a folder
/// mounted twice. A move would find everything arrived, and then take it away.
final class OnePlace {
    private static final SecureRandom NAMES = new SecureRandom();

    private OnePlace() {}

    /// Refuses a move onto itself. Disks tell which file is which; elsewhere an empty file, put into the source under a
    /// name that nobody has and removed again, must not show at the destination.
    static void refuse(TransferJob job) throws IOException {
        if (job.mode() != Mode.MOVE || job.options().dryRun()) {
            return;
        }
        Endpoint source = job.source();
        Endpoint destination = job.destination();
        if (source.place() == destination.place()) {
            return;
        }
        Entry from = ifThere(source, source.path());
        Entry to = ifThere(destination, destination.path());
        if (from == null || to == null || from.isFolder() != to.isFolder()) {
            return;
        }
        if (isOneFile(source, destination) || shows(source, destination, from.isFolder())) {
            throw new Refused(
                    source.toString(),
                    "is the same place as " + destination,
                    "Nothing was moved: what had arrived would have been taken away.");
        }
    }

    private static @Nullable Entry ifThere(Endpoint side, String path) throws IOException {
        try {
            return side.place().stat(path);
        } catch (Missing nothing) {
            return null;
        }
    }

    private static boolean isOneFile(Endpoint source, Endpoint destination) throws IOException {
        Disk here = source.place().traits().disk();
        Disk there = destination.place().traits().disk();
        return here != null
                && there != null
                && Files.isSameFile(here.file(source.path()), there.file(destination.path()));
    }

    /// The file lies in the source, where a move may delete; an archive may take what it never gives back.
    private static boolean shows(Endpoint source, Endpoint destination, boolean folder) throws IOException {
        if (source.place().traits().disk() != null
                && destination.place().traits().disk() != null) {
            return false;
        }
        String name = ".reel-same-" + Long.toUnsignedString(NAMES.nextLong(), 36);
        String put = beside(source, name, folder);
        Place place = source.place();
        long part = place.traits().parts().fit(1, 0);
        try (Writing writing = place.create(WriteRequest.replacing(put, 0, part))) {
            writing.publish(null, Meta.NONE, Map.of());
        } catch (Refused readOnly) {
            // Then nothing can be told, and nothing is likely to be taken away.
            return false;
        }
        try {
            return ifThere(destination, beside(destination, name, folder)) != null;
        } catch (Refused unseen) {
            // Some say so of what is not there.
            return false;
        } finally {
            place.delete(put);
        }
    }

    /// In a folder, or beside a file.
    private static String beside(Endpoint side, String name, boolean folder) {
        return folder ? side.at(name) : side.path() + name;
    }
}
