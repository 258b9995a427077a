package reel.cli.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import reel.app.Folders;
import reel.app.demo.Demo;
import reel.app.demo.DemoSize;
import reel.cli.screen.ExitCode;
import reel.cli.screen.Screen;
import reel.cli.screen.Sizes;
import reel.cli.screen.Style;
import reel.cli.screen.Table;
import reel.history.workspace.Progress;

@Command(
        name = "demo",
        description = "Show the main job on a made-up film project, in a temporary folder.",
        footerHeading = "%nExamples:%n",
        footer = {"  reel demo", "  reel demo --size small --keep"})
final class DemoCommand implements Callable<Integer> {
    /// How much media is made.
    enum Size {
        small,
        normal
    }

    private final Screen screen;

    @Option(names = "--size", paramLabel = "<size>", description = "small (14 MB) or normal (250 MB).")
    Size size = Size.normal;

    @Option(names = "--keep", description = "Leave the folder, to look around in it.")
    boolean keep;

    DemoCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws IOException {
        Path folder = Files.createTempDirectory("reel-demo-").toRealPath();
        try (Narration narration = new Narration(screen)) {
            DemoSize amount = size == Size.small ? DemoSize.SMALL : DemoSize.NORMAL;
            Demo.Report report = new Demo(Access.caller(screen), folder, amount, narration).run();
            narration.endLine();
            if (screen.isJson()) {
                json(report);
            } else {
                print(report);
            }
            return report.differences() == 0 ? 0 : ExitCode.CORRUPT.number();
        } finally {
            if (!keep) {
                Folders.delete(folder);
            }
        }
    }

    private void print(Demo.Report report) {
        Style style = screen.style();
        screen.line("");
        Table table = new Table()
                .column("version", Table.Align.LEFT)
                .column("files", Table.Align.RIGHT)
                .column("logical", Table.Align.RIGHT)
                .column("new stored", Table.Align.RIGHT)
                .column("ratio", Table.Align.RIGHT)
                .column("add + commit", Table.Align.RIGHT);
        long logical = 0;
        long stored = 0;
        long nanos = 0;
        for (Demo.Version version : report.versions()) {
            row(
                    table,
                    version.name(),
                    Sizes.grouped(version.files()),
                    version.logicalBytes(),
                    version.storedBytes(),
                    version.addNanos());
            logical += version.logicalBytes();
            stored += version.storedBytes();
            nanos += version.addNanos();
        }
        row(table, "together", "", logical, stored, nanos);
        table.print(screen.out(), style);
        screen.line("");
        screen.line(
                report.differences() == 0
                        ? style.green("Every byte of every version came back as it was.")
                        : style.red(report.differences() + " differences: this must not happen."));
        screen.say(keep ? "The project is in " + report.folder() : "(The folder is removed; --keep leaves it.)");
    }

    private static void row(Table table, String name, String files, long logical, long stored, long nanos) {
        table.row(
                name,
                files,
                Sizes.bytes(logical),
                Sizes.bytes(stored),
                String.format(java.util.Locale.ROOT, "%.1f x", (double) logical / Math.max(1, stored)),
                Sizes.duration(nanos) + ", " + Sizes.rate(logical, nanos));
    }

    private void json(Demo.Report report) throws IOException {
        screen.json(json -> {
            json.put("folder", keep ? report.folder().toString() : null);
            json.put("identical", report.differences() == 0);
            json.array("versions", versions -> {
                for (Demo.Version version : report.versions()) {
                    versions.object(one -> one.put("name", version.name())
                            .put("files", version.files())
                            .put("logical_bytes", version.logicalBytes())
                            .put("stored_bytes", version.storedBytes())
                            .put("seconds", version.addNanos() / 1e9));
                }
            });
        });
    }

    /// The steps on the screen: title and command, then notes, then the time.
    private static final class Narration implements Demo.Teller, AutoCloseable {
        private final Screen screen;
        private @Nullable ProgressLine line;

        Narration(Screen screen) {
            this.screen = screen;
        }

        private void tell(String text) {
            if (!screen.isJson() && !screen.options().quiet) {
                screen.line(text);
                screen.out().flush();
            }
        }

        @Override
        public void begin(String title, @Nullable String command) {
            Style style = screen.style();
            tell("");
            tell(style.bold(title) + (command == null ? "" : "   " + style.cyan("$ " + command)));
        }

        @Override
        public void note(String text) {
            endLine();
            tell("    " + text);
        }

        @Override
        public Progress progress() {
            endLine();
            ProgressLine fresh = ProgressLine.open(screen, "   ");
            line = fresh;
            return fresh;
        }

        @Override
        public void end(long nanos, long bytes) {
            endLine();
            String rate = bytes < (1 << 20) ? "" : ", " + Sizes.bytes(bytes) + " at " + Sizes.rate(bytes, nanos);
            tell(screen.style().faint("    " + Sizes.duration(nanos) + rate));
        }

        void endLine() {
            ProgressLine open = line;
            if (open != null) {
                open.close();
                line = null;
            }
        }

        @Override
        public void close() {
            endLine();
        }
    }
}
