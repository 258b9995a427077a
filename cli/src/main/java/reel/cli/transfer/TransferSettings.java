package reel.cli.transfer;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import reel.app.settings.UserFolder;
import reel.app.transfer.TransferSecret;
import reel.app.unlock.Secrets;
import reel.cli.screen.Screen;
import reel.cli.screen.Times;
import reel.cli.screen.Usage;
import reel.stream.box.Secret;
import reel.transfer.job.Comparison;
import reel.transfer.job.Effort;
import reel.transfer.job.Keeping;
import reel.transfer.job.Links;
import reel.transfer.job.TransferOptions;
import reel.transfer.job.Transform;

/// How a transfer compares, keeps, limits and changes what it sends; names as in rclone and rsync.
final class TransferSettings {
    private static final int USUAL_LEVEL = 3;

    @Mixin
    SelectionOptions selection = new SelectionOptions();

    @Option(
            names = {"-n", "--dry-run"},
            description = "Only say what would be done.")
    boolean dryRun;

    @Option(
            names = {"-v", "--list"},
            description = "A line for each file.")
    boolean lines;

    @Option(
            names = {"-c", "--checksum"},
            description = "Compare contents, not size and time.")
    boolean checksum;

    @Option(names = "--size-only", description = "Compare sizes only.")
    boolean sizeOnly;

    @Option(
            names = {"-I", "--ignore-times"},
            description = "Send everything, the same or not.")
    boolean ignoreTimes;

    @Option(
            names = {"-u", "--update"},
            description = "Leave files alone that are newer at the destination.")
    boolean update;

    @Option(
            names = "--ignore-existing",
            description = "Leave files alone that are at the destination, whatever they are.")
    boolean ignoreExisting;

    @Option(
            names = {"-L", "--copy-links"},
            description = "Send what links point to.")
    boolean copyLinks;

    @Option(
            names = {"-l", "--links"},
            description = "Send links as links (the default).")
    boolean links;

    @Option(names = "--skip-links", description = "Leave links out.")
    boolean skipLinks;

    @Option(names = "--no-metadata", description = "Only contents and times: no mode, owner, attributes.")
    boolean noMetadata;

    @Option(
            names = {"-a", "--archive", "-r", "--recursive", "-p", "--perms", "--metadata"},
            hidden = true,
            description = "Taken for granted.")
    boolean granted;

    @Option(
            names = "--backup-dir",
            paramLabel = "<place>",
            description = "What would be replaced or deleted goes there, at the destination's host.")
    @Nullable
    String backup;

    @Option(names = "--verify", description = "Read back what was written, and compare.")
    boolean verify;

    @Option(names = "--fsync", description = "End when the destination's disk has everything.")
    boolean durable;

    @Option(names = "--no-resume", description = "Begin anew, and keep nothing to go on with when stopped.")
    boolean noResume;

    @Option(names = "--resume", hidden = true, description = "Taken for granted.")
    boolean resume;

    @Option(names = "--delta", description = "Send only what changed of large files that the destination's disk has.")
    boolean delta;

    @Option(names = "--transfers", paramLabel = "<n>", description = "Streams at once; found out if not said.")
    int transfers;

    @Option(names = "--checkers", paramLabel = "<n>", description = "Folders read at once; 8 if not said.")
    int checkers = Effort.DEFAULT.checkers();

    @Option(
            names = "--bwlimit",
            paramLabel = "<rate>",
            description = "At most this a second: 50M, 512K, or up and down apart, 10M:off.")
    @Nullable
    String bandwidth;

    @Option(
            names = "--compress",
            paramLabel = "zstd[:level]",
            description = "Files arrive compressed, named *.reelbox; --decrypt brings them back.")
    @Nullable
    String compress;

    @Option(names = "--encrypt", description = "Files arrive encrypted under a passphrase, named *.reelbox.")
    boolean encrypt;

    @Option(names = "--decrypt", description = "Bring *.reelbox files back to what they were.")
    boolean decrypt;

    @Option(
            names = {"-P", "--progress"},
            hidden = true,
            description = "Taken for granted.")
    boolean progress;

    @Option(
            names = "--stats",
            paramLabel = "<time>",
            description = "Without a terminal, a line of progress this often; 5s if not said.")
    @Nullable
    String stats;

    Duration interval() {
        return stats == null ? Duration.ofSeconds(5) : Times.length(stats);
    }

    Amounts.Bandwidth bandwidth() {
        return bandwidth == null ? Amounts.Bandwidth.NONE : Amounts.Bandwidth.parse(bandwidth);
    }

    Links linksMode() {
        if ((copyLinks ? 1 : 0) + (links ? 1 : 0) + (skipLinks ? 1 : 0) > 1) {
            throw new Usage("--links, --copy-links and --skip-links do not go together");
        }
        return copyLinks ? Links.FOLLOW : skipLinks ? Links.SKIP : Links.KEEP;
    }

    /// @param fresh   whether containers may be made, and not only be looked into
    /// @param secrets asked for a passphrase where one is needed
    TransferOptions options(Screen screen, boolean fresh, Secrets secrets) throws IOException {
        Path journals = UserFolder.state(
                        screen.around().environment(), screen.around().home())
                .resolve("transfers");
        TransferOptions options = TransferOptions.DEFAULT
                .with(selection.selection(screen, linksMode()))
                .with(new Comparison(rule(), update, ignoreExisting))
                .with(new Keeping(!noMetadata, null, durable, verify))
                .with(effort())
                .with(transform(fresh, secrets))
                .withJournals(journals);
        if (noResume) {
            options = options.withoutResume();
        }
        return dryRun ? options.asDryRun() : options;
    }

    private Comparison.Rule rule() {
        if ((checksum ? 1 : 0) + (sizeOnly ? 1 : 0) + (ignoreTimes ? 1 : 0) > 1) {
            throw new Usage("--checksum, --size-only and --ignore-times do not go together");
        }
        return checksum
                ? Comparison.Rule.CHECKSUM
                : sizeOnly
                        ? Comparison.Rule.SIZE
                        : ignoreTimes ? Comparison.Rule.ALWAYS : Comparison.Rule.SIZE_AND_TIME;
    }

    private Effort effort() {
        int most = Effort.MOST_TRANSFERS;
        if (transfers < 0 || transfers > most || checkers < 1 || checkers > most) {
            throw new Usage("--transfers and --checkers take 1 to " + most);
        }
        return new Effort(transfers, checkers, delta);
    }

    private Transform transform(boolean fresh, Secrets secrets) throws IOException {
        if (decrypt && (encrypt || compress != null)) {
            throw new Usage("--decrypt brings back; it goes with neither --encrypt nor --compress");
        }
        if (decrypt) {
            return new Transform.Unpack(TransferSecret.perhaps(secrets));
        }
        if (compress == null && !encrypt) {
            return Transform.NONE;
        }
        int level = level();
        return new Transform.Pack(level, encrypt ? secret(fresh, secrets) : null);
    }

    private static Secret secret(boolean fresh, Secrets secrets) throws IOException {
        return fresh ? TransferSecret.fresh(secrets) : TransferSecret.known(secrets);
    }

    private int level() {
        if (compress == null) {
            return 0;
        }
        String level = compress.equals("zstd")
                ? String.valueOf(USUAL_LEVEL)
                : compress.startsWith("zstd:") ? compress.substring("zstd:".length()) : "";
        if (!level.matches("[1-9]|1[0-9]")) {
            throw new Usage("--compress " + compress + ": write zstd, or zstd:1 (fast) to zstd:19 (small)");
        }
        return Integer.parseInt(level);
    }
}
