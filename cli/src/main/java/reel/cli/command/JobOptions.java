package reel.cli.command;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import reel.cli.screen.Usage;
import reel.protect.model.ProtectConfig;

/// How many blocks every `protect` command works on at a time.
final class JobOptions {
    @Option(
            names = "--jobs",
            paramLabel = "<number>",
            description = "Blocks in work at a time, if the memory allows; the number of processors if not said.")
    @Nullable
    Integer jobs;

    ProtectConfig apply(ProtectConfig base) {
        Integer asked = jobs;
        if (asked == null) {
            return base;
        }
        if (asked < 1 || asked > ProtectConfig.MOST_JOBS) {
            throw new Usage("--jobs " + asked + ": expected 1 to " + ProtectConfig.MOST_JOBS);
        }
        return base.withJobs(asked);
    }
}
