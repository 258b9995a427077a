package reel.cli.transfer;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reel.app.Caller;
import reel.app.remote.Locations;
import reel.app.remote.Remotes;
import reel.app.transfer.Layers;
import reel.app.transfer.PlaceSession;
import reel.app.transfer.RunTransfer;
import reel.app.transfer.TransferWish;
import reel.app.unlock.Prompt;
import reel.cli.screen.Callers;
import reel.cli.screen.ExitCode;
import reel.cli.screen.Output;
import reel.cli.screen.Progress;
import reel.cli.screen.Screen;
import reel.cli.screen.Sizes;
import reel.cli.screen.Usage;
import reel.transfer.job.Endpoint;
import reel.transfer.job.Failure;
import reel.transfer.job.Mode;
import reel.transfer.job.Selection;
import reel.transfer.job.TransferEvents;
import reel.transfer.job.TransferOptions;
import reel.transfer.job.TransferReport;

/// What the transferring commands have in common: from words and options to a report and an exit code.
final class TransferRun {
    private final Screen screen;
    private final String command;
    private final TransferSettings settings;
    private @Nullable TransferScreen shown;

    TransferRun(Screen screen, String command, TransferSettings settings) {
        this.screen = screen;
        this.command = command;
        this.settings = settings;
    }

    /// What a command does with an opened session.
    private interface Work {
        TransferReport run(PlaceSession session, RunTransfer transfer, RunTransfer.Begin begin, Caller caller)
                throws IOException;
    }

    /// @param places the sources, then the destination
    /// @param most   deletions at most
    int transfer(Mode mode, List<String> places, long most) throws IOException {
        if (places.size() < 2) {
            throw new Usage("say what to " + command + (mode == Mode.CHECK ? " and what with" : " and where to"));
        }
        if (places.size() > 2 && (mode == Mode.CHECK || command.equals("sync"))) {
            throw new Usage(command + " takes two places; " + places.size() + " were named");
        }
        return run(mode, mode == Mode.CHECK ? "Checking" : "Copying", places, (session, transfer, begin, caller) -> {
            TransferOptions options = settings.options(screen, mode != Mode.CHECK, caller.secrets())
                    .withMostDeletions(most);
            return transfer.run(
                    new TransferWish(
                            mode, places.subList(0, places.size() - 1), places.getLast(), options, settings.backup),
                    begin);
        });
    }

    int delete(List<String> places, boolean recursive) throws IOException {
        return run(Mode.SYNC, "Deleting", places, (session, transfer, begin, caller) -> {
            Selection selection = settings.selection.selection(screen, settings.linksMode());
            return transfer.delete(places, selection, recursive, settings.dryRun, begin);
        });
    }

    private int run(Mode mode, String verb, List<String> places, Work work) throws IOException {
        try (Progress progress = screen.progress(verb, settings.interval())) {
            Prompt asking = screen.around().prompt();
            // A question and the line of progress do not get in each other's way.
            Caller caller = Callers.of(screen, question -> progress.aside(() -> asking.ask(question)));
            Layers layers = layers(caller, places);
            TransferReport report;
            try (PlaceSession session = PlaceSession.open(caller, layers)) {
                report = work.run(
                        session,
                        new RunTransfer(session),
                        (source, destination) -> begin(progress, source, destination),
                        caller);
            } catch (InterruptedIOException | ClosedByInterruptException stopped) {
                progress.close();
                TransferScreen events = shown;
                Output.Closed closed = events == null ? null : events.closed();
                if (closed != null) {
                    throw closed;
                }
                stopped();
                throw stopped;
            }
            progress.close();
            new TransferText(screen, command, mode, settings.dryRun).print(report, shown);
            return code(mode, report).number();
        }
    }

    private Layers layers(Caller caller, List<String> places) throws IOException {
        Amounts.Bandwidth limit = settings.bandwidth();
        Locations locations = new Locations(caller.folder(), Remotes.load(caller.environment(), caller.home()));
        boolean local = true;
        for (String place : places) {
            local &= locations.parse(place).isLocal();
        }
        return Layers.paced(limit.up(), limit.down(), limit.together(), local);
    }

    private TransferEvents begin(Progress progress, Endpoint source, Endpoint destination) {
        TransferScreen events = shown;
        if (events == null) {
            events =
                    new TransferScreen(screen, progress, settings.lines || screen.isVerbose(), settings.dryRun, source);
            shown = events;
        }
        events.from(source);
        if (screen.isJson()) {
            try {
                screen.jsonLine(json -> json.put("event", "start")
                        .put("command", command)
                        .put("dry_run", settings.dryRun)
                        .put("source", source.toString())
                        .put("destination", destination.toString()));
            } catch (IOException unwritten) {
                throw new java.io.UncheckedIOException(unwritten);
            }
        }
        return events;
    }

    private void stopped() {
        TransferScreen events = shown;
        String arrived = events == null || events.arrived() == 0
                ? "Stopped"
                : "Stopped after " + Sizes.count(events.arrived(), "file");
        screen.say(arrived
                + (settings.noResume
                        ? "; the same command begins anew with what has not arrived"
                        : "; the same command goes on where it stopped"));
    }

    /// All done, some of it, or nothing: then what the first failure means.
    private static ExitCode code(Mode mode, TransferReport report) {
        if (report.clean()) {
            return mode == Mode.CHECK && report.different() > 0 ? ExitCode.DIFFERENT : ExitCode.OK;
        }
        boolean some = report.files() + report.same() + report.deleted() + report.different() > 0;
        List<Failure> failures = report.failures();
        return some || failures.isEmpty()
                ? ExitCode.DIFFERENT
                : ExitCode.of(failures.getFirst().why());
    }
}
