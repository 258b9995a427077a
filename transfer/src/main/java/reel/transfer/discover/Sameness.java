package reel.transfer.discover;

import java.time.Duration;
import java.time.Instant;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import reel.backend.place.Entry;
import reel.backend.place.Place;
import reel.transfer.job.Comparison;
import reel.transfer.job.Mode;
import reel.transfer.job.TransferJob;
import reel.transfer.job.Transform;

/// Whether a file that both sides have is the same, as far as their entries tell.
///
/// @param timeStep how exactly both sides keep times; null where one keeps none
/// @param kept     what becomes of a time that one side cannot keep
/// @param check    whether it is a container's content that counts, and not its age
public record Sameness(
        Comparison comparison,
        @Nullable Duration timeStep,
        UnaryOperator<Instant> kept,
        Transform transform,
        boolean check) {
    /// What entries tell.
    public enum Answer {
        SAME,
        /// The destination's is newer, and that counts.
        OLDER,
        EXISTS,
        SIZE,
        TIME,
        /// A stat or the content tells.
        UNKNOWN,
        CHANGED
    }

    public static Sameness of(TransferJob job) {
        Place source = job.source().place();
        Place destination = job.destination().place();
        Duration one = source.traits().timeStep();
        Duration other = destination.traits().timeStep();
        Duration step = one == null || other == null ? null : one.compareTo(other) > 0 ? one : other;
        return new Sameness(
                job.options().comparison(),
                step,
                time -> destination.keptTime(source.keptTime(time)),
                job.options().transform(),
                job.mode() == Mode.CHECK);
    }

    public Answer of(Entry source, Entry old) {
        if (comparison.ignoreExisting()) {
            return Answer.EXISTS;
        }
        if (comparison.update() && newer(old.modified(), source.modified())) {
            return Answer.OLDER;
        }
        boolean packed = !(transform instanceof Transform.None);
        if (check && packed) {
            return Answer.UNKNOWN;
        }
        if (comparison.rule() == Comparison.Rule.ALWAYS && !check) {
            return Answer.CHANGED;
        }
        if (packed) {
            boolean sameTime = comparison.rule() != Comparison.Rule.CHECKSUM && known(source, old) && near(source, old);
            return sameTime ? sealed(source, old) : Answer.CHANGED;
        }
        if (source.size() != old.size() && source.size() != Entry.UNKNOWN && old.size() != Entry.UNKNOWN) {
            return Answer.SIZE;
        }
        return switch (comparison.rule()) {
            case SIZE -> Answer.SAME;
            case CHECKSUM, ALWAYS -> Answer.UNKNOWN;
            case SIZE_AND_TIME -> {
                if (known(source, old)) {
                    yield near(source, old) ? Answer.SAME : Answer.TIME;
                }
                yield timeStep == null ? Answer.SAME : Answer.UNKNOWN;
            }
        };
    }

    /// A container as old as its file may still be one that is not encrypted, from a transfer that did not ask for it.
    private Answer sealed(Entry source, Entry old) {
        boolean unproven = transform instanceof Transform.Pack pack && !pack.isProvenBy(source.size(), old.size());
        return unproven ? Answer.UNKNOWN : Answer.SAME;
    }

    private boolean known(Entry source, Entry old) {
        return timeStep != null && source.modified() != null && old.modified() != null;
    }

    private boolean near(Entry source, Entry old) {
        return !newer(source.modified(), old.modified()) && !newer(old.modified(), source.modified());
    }

    /// By more than both sides can tell.
    private boolean newer(@Nullable Instant one, @Nullable Instant other) {
        if (one == null || other == null || timeStep == null) {
            return false;
        }
        Duration apart = Duration.between(kept.apply(other), kept.apply(one));
        return apart.compareTo(timeStep) >= 0;
    }

    /// Whether a folder's time is that of the other.
    public boolean sameTime(Entry source, Entry old) {
        return !known(source, old) || near(source, old);
    }
}
