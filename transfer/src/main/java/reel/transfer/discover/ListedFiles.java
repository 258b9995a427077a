package reel.transfer.discover;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import reel.backend.place.Entry;
import reel.backend.place.NameRules;
import reel.backend.place.Place;
import reel.stream.Missing;
import reel.stream.Refused;
import reel.stream.Scope;
import reel.transfer.filter.Filters;
import reel.transfer.filter.Verdict;
import reel.transfer.job.Difference;
import reel.transfer.job.Endpoint;
import reel.transfer.job.Links;
import reel.transfer.job.Mode;
import reel.transfer.job.TransferJob;

/// Compares exactly the paths of a list that the filters take, without listing anything.
final class ListedFiles {
    private final TransferJob job;
    private final Plan plan;
    private final Decider decider;

    /// What both sides say of a path.
    ///
    /// @param source  null where it says nothing
    /// @param failure why one of them says nothing
    private record Both(
            String path,
            @Nullable Entry source,
            @Nullable Entry there,
            @Nullable IOException failure) {}

    private ListedFiles(TransferJob job, Plan plan, Decider decider) {
        this.job = job;
        this.plan = plan;
        this.decider = decider;
    }

    static void run(TransferJob job, Plan plan, Decider decider) throws IOException {
        List<String> paths = job.options().selection().only();
        ListedFiles files = new ListedFiles(job, plan, decider);
        int step = job.options().effort().checkers();
        for (int at = 0; paths != null && at < paths.size(); at += step) {
            files.decide(paths.subList(at, Math.min(paths.size(), at + step)));
        }
    }

    private void decide(List<String> paths) throws IOException {
        List<Future<Both>> asked = new ArrayList<>(paths.size());
        try (Scope scope = Scope.open("stat")) {
            for (String path : paths) {
                asked.add(scope.fork(() -> ask(path)));
            }
            scope.join();
        }
        for (Future<Both> one : asked) {
            Both both = one.resultNow();
            if (isLeftOut(both)) {
                continue;
            }
            Entry source = both.source();
            if (source == null) {
                plan.incomplete();
            }
            if (both.failure() != null) {
                plan.failed(both.path(), both.failure());
            } else if (Objects.requireNonNull(source).isFolder()) {
                folder(both.path(), source, both.there());
            } else {
                Naming naming = Naming.source(job.options().transform());
                String target = naming.target(both.path());
                if (target == null) {
                    plan.failed(both.path(), new Refused(job.source().name(both.path()), "is no container"));
                } else {
                    decider.decide(target, source, both.there());
                }
            }
        }
    }

    /// Of what is not there, only the name tells.
    private boolean isLeftOut(Both both) {
        Filters filters = job.options().selection().filters();
        boolean folder = both.source() != null && both.source().isFolder();
        return filters.leavesAbove(both.path()) || filters.of(both.path(), folder) != Verdict.TAKE;
    }

    /// A folder of the list stands for itself, not for what is in it.
    private void folder(String path, Entry source, @Nullable Entry there) throws IOException {
        boolean check = job.mode() == Mode.CHECK;
        if (there != null && !there.isFolder()) {
            if (check) {
                plan.different(path, Difference.KIND);
            } else {
                plan.failed(path, Decider.clash(job, path, true));
            }
        } else if (there == null && decider.holds(path)) {
            if (!check) {
                plan.make(new Item(path, source, null, false));
            } else if (job.destination().place().traits().folders()) {
                plan.different(path, Difference.MISSING);
            }
        }
    }

    private Both ask(String path) throws IOException {
        String problem = NameRules.POSIX.problem(path);
        if (problem != null) {
            return new Both(path, null, null, new Refused(path, problem, "List paths as they are below the source."));
        }
        Entry source = null;
        try {
            Place place = job.source().place();
            source = place.stat(job.source().at(path));
            if (source.kind() == Entry.Kind.LINK && job.options().selection().links() == Links.FOLLOW) {
                source = LinkReader.follow(place, source);
            }
            return new Both(path, source, there(path), null);
        } catch (InterruptedIOException interrupted) {
            throw interrupted;
        } catch (IOException failure) {
            return new Both(path, source, null, failure);
        }
    }

    private @Nullable Entry there(String path) throws IOException {
        Endpoint to = job.destination();
        String target = Naming.source(job.options().transform()).target(path);
        try {
            return target == null ? null : to.place().stat(to.at(target));
        } catch (Missing missing) {
            return null;
        }
    }
}
