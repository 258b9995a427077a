package reel.cli.screen;

/// The words of a command line do not go together; thrown before anything is done.
public final class Usage extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public Usage(String problem) {
        super(problem);
    }
}
