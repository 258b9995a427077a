package reel.protect.folder;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import reel.protect.disk.Disk;
import reel.protect.disk.SafeFile;
import reel.protect.disk.SourceFile;
import reel.protect.disk.WorkFolder;
import reel.protect.layout.LayoutFile;
import reel.protect.layout.LayoutText;
import reel.protect.layout.SymbolIds;
import reel.protect.model.Blocks;
import reel.protect.model.EncodeReport;
import reel.protect.model.Form;
import reel.protect.model.ProtectConfig;
import reel.protect.model.ProtectProgress;
import reel.protect.model.Shares;
import reel.raptorq.ObjectParameters;
import reel.stream.buffer.MemoryBudget;

/// Writes each symbol of a source into a file of its own, and the layout file last.
public final class FolderEncoder {
    /// A layout is joined from its blocks' texts in pieces of this size.
    private static final int COPY_BYTES = 256 << 10;

    private final Disk disk;
    private final MemoryBudget budget;
    private final ProtectConfig config;
    private final ProtectProgress progress;

    public FolderEncoder(Disk disk, MemoryBudget budget, ProtectConfig config, ProtectProgress progress) {
        this.disk = disk;
        this.budget = budget;
        this.config = config;
        this.progress = progress;
    }

    /// The block size that suits `bytes` of source.
    public static long recommendedBlockBytes(ProtectConfig config, long bytes) throws IOException {
        return FolderPlan.recommended(config, bytes);
    }

    /// Encodes `from` into `folder`, whole or not at all; goes on with what an earlier, stopped call left.
    ///
    /// @param others says which names are symbols of other forms, beside which none are written
    public EncodeReport encode(Path from, Path folder, WorkFolder.Symbols others) throws IOException {
        try (SourceFile source = SourceFile.open(disk, from)) {
            FolderPlan plan = FolderPlan.of(config, source.size());
            WorkFolder.Symbols taken = name -> isTaken(name) || others.taken(name);
            try (WorkFolder work = WorkFolder.open(disk, folder, planText(source, plan), taken)) {
                if (work.isPublished()) {
                    return plan.report(folder.resolve(LayoutFile.NAME), plan.blocks());
                }
                work.requireRoom(plan.allPacketBytes());
                AtomicLong reused = new AtomicLong();
                blocks(source, plan, BlockFragment.Keeping.in(disk, work.path()), true, work.resumed(), reused);
                source.requireUnchanged();
                publish(plan, work);
                return plan.report(folder.resolve(LayoutFile.NAME), reused.get());
            }
        }
    }

    /// Writes the layout file that an encode of `from` would write, and no symbols.
    public EncodeReport metadata(Path from, Path layout) throws IOException {
        try (SourceFile source = SourceFile.open(disk, from)) {
            FolderPlan plan = FolderPlan.of(config, source.size());
            Path work = layout.resolveSibling("." + layout.getFileName() + ".reel-blocks");
            disk.makeFolder(work);
            try {
                blocks(source, plan, BlockFragment.Keeping.in(disk, work), false, false, new AtomicLong());
                source.requireUnchanged();
                writeLayout(plan, BlockFragment.Keeping.in(disk, work), layout);
            } finally {
                for (String name : disk.names(work, Integer.MAX_VALUE)) {
                    disk.delete(work.resolve(name));
                }
                disk.delete(work);
            }
            return plan.report(layout, 0);
        }
    }

    /// Whether a name in a folder is that of symbols of this form.
    public static boolean isTaken(String name) {
        return name.equals(LayoutFile.NAME) || name.startsWith("block_") || name.startsWith("chunk_");
    }

    private String planText(SourceFile source, FolderPlan plan) throws IOException {
        return "reel folder 1\nbytes " + source.size() + "\nmodified " + source.modifiedNanos() + "\nform "
                + config.form().word() + "\nsymbol " + config.payloadBytes() + "\nblock " + plan.blockBytes()
                + "\nrepair " + config.repair() + "\nname " + source.path().getFileName() + "\n";
    }

    private void blocks(
            SourceFile source,
            FolderPlan plan,
            BlockFragment.Keeping fragments,
            boolean symbols,
            boolean resumed,
            AtomicLong reused)
            throws IOException {
        progress.begin(plan.bytes());
        if (plan.blocks() > 0) {
            int jobs = Shares.jobs(config, plan.blocks(), plan.encodeNeed());
            PacketWriter.Job job =
                    new PacketWriter.Job(disk, source, plan, fragments, symbols, resumed, reused, progress);
            Blocks.each("encode", jobs, plan.blocks(), () -> new PacketWriter(job, budget));
        }
    }

    private boolean isUnchunked(FolderPlan plan) {
        return config.form() == Form.LEGACY && plan.blocks() == 1;
    }

    private void publish(FolderPlan plan, WorkFolder work) throws IOException {
        BlockFragment.Keeping fragments = BlockFragment.Keeping.in(disk, work.path());
        Path layout = work.path().resolve(LayoutFile.NAME);
        writeLayout(plan, fragments, layout);
        List<WorkFolder.Step> steps = new ArrayList<>();
        for (long block = 0; block < plan.blocks(); block++) {
            String own = PacketWriter.folderName(config.form(), block);
            if (isUnchunked(plan)) {
                for (String name : disk.names(work.path().resolve(own), Integer.MAX_VALUE)) {
                    steps.add(new WorkFolder.Step(own + "/" + name, name));
                }
            } else {
                steps.add(new WorkFolder.Step(own, own));
            }
        }
        steps.add(new WorkFolder.Step(LayoutFile.NAME, LayoutFile.NAME));
        work.publish(steps);
    }

    private void writeLayout(FolderPlan plan, BlockFragment.Keeping fragments, Path layout) throws IOException {
        boolean some = plan.blocks() > 0;
        boolean legacy = config.form() == Form.LEGACY;
        try (SafeFile safe = SafeFile.open(disk, layout);
                Arena arena = Arena.ofConfined()) {
            Appender out = new Appender(safe.out(), arena.allocate(COPY_BYTES));
            if (isUnchunked(plan)) {
                SymbolIds ids = fragments.read(0).ids();
                out.append(LayoutText.unchunked(plan.parameters(0), ids));
            } else {
                out.append(LayoutText.head(legacy ? common(plan) : null, some));
                for (long block = 0; block < plan.blocks(); block++) {
                    out.append((block == 0 ? "" : LayoutText.BETWEEN)
                            + fragments.read(block).text());
                }
                out.append(LayoutText.tail(legacy, some));
            }
            safe.publish();
        }
    }

    /// The parameters above all blocks: those of the first; of an empty source, with a length of 0.
    private byte[] common(FolderPlan plan) throws IOException {
        if (plan.blocks() > 0) {
            return plan.parameters(0).toBytes();
        }
        byte[] bytes = new byte[ObjectParameters.BYTES];
        byte[] one = FolderPlan.of(config, 1).parameters(0).toBytes();
        System.arraycopy(one, 5, bytes, 5, bytes.length - 5);
        return bytes;
    }

    /// Text at the end of a file.
    private static final class Appender {
        private final Disk.OutFile out;
        private final MemorySegment buffer;
        private long at;

        Appender(Disk.OutFile out, MemorySegment buffer) {
            this.out = out;
            this.buffer = buffer;
        }

        void append(String text) throws IOException {
            byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
            for (int done = 0; done < bytes.length; ) {
                int part = (int) Math.min(buffer.byteSize(), bytes.length - done);
                MemorySegment.copy(MemorySegment.ofArray(bytes), done, buffer, 0, part);
                out.write(at, buffer.asSlice(0, part));
                at += part;
                done += part;
            }
        }
    }
}
