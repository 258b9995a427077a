package reel.transfer.execute;

/// Decides several times a second how many streams work.
final class Pacer implements AutoCloseable {
    /// Between disks of this machine: measured best for trees; a file is one stream's anyway.
    static final int DISK_STREAMS = 4;

    static final int MOST_STREAMS = 32;

    private static final long TICK_MILLIS = 100;

    private final Setting setting;
    private final Crew crew;
    private final Thread thread;
    private volatile boolean ended;

    private Pacer(Setting setting, Crew crew) {
        this.setting = setting;
        this.crew = crew;
        int streams = Execution.mostStreams(setting.job(), MOST_STREAMS);
        crew.resize(streams);
        setting.tally().streams(streams);
        this.thread = Thread.ofVirtual().name("pace").start(this::run);
    }

    static Pacer start(Setting setting, Crew crew) {
        return new Pacer(setting, crew);
    }

    private void run() {
        while (!ended) {
            try {
                Thread.sleep(TICK_MILLIS);
            } catch (InterruptedException end) {
                return;
            }
            setting.tally().tick();
        }
    }

    @Override
    public void close() {
        ended = true;
        thread.interrupt();
    }
}
