package reel.history.workspace.walk;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reel.history.workspace.FileStat;
import reel.history.workspace.NativeNames;

/// Lists a folder and the folders below it that its visitor asks for, by several threads. Links are never
/// followed.
///
/// @param <C> what the visitor wants to know again in a folder below
public final class Walk<C> {
    /// Listing waits for the kernel, on a network for a server: more threads than processors pay.
    private static final int THREADS = Math.clamp(2L * Runtime.getRuntime().availableProcessors(), 4, 16);

    /// Receives folders, parents before what is below them, from several threads at once.
    public interface Visitor<C> {
        /// @param below takes the folders to go into
        void visit(Listing listing, C context, Below<C> below) throws IOException;

        /// The folder's names cannot be read. @param reason for a person, without the path
        void unreadable(Path folder, C context, String reason) throws IOException;
    }

    /// Takes folders to visit later.
    @FunctionalInterface
    public interface Below<C> {
        void enter(Path folder, C context);
    }

    private record Task<C>(Path folder, C context) {}

    private final Visitor<C> visitor;
    /// Guarded by this; last in, first out, so that few folders wait.
    private final Deque<Task<C>> waiting = new ArrayDeque<>();

    private int working;
    private int helpers;
    private @Nullable Throwable failure;

    private Walk(Visitor<C> visitor) {
        this.visitor = visitor;
    }

    /// Visits `root` and what is entered from there; returns when all of it is done. The first failure of the
    /// visitor ends the walk and is thrown; so does an interrupt.
    public static <C> void run(Path root, C context, Visitor<C> visitor) throws IOException {
        Walk<C> walk = new Walk<>(visitor);
        List<Thread> threads = new ArrayList<>();
        walk.enter(root, context);
        walk.work(threads);
        boolean interrupted = false;
        for (Thread thread : threads) {
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException again) {
                    interrupted = true;
                    walk.fail(again);
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        walk.throwFailure();
    }

    private synchronized void enter(Path folder, C context) {
        waiting.push(new Task<>(folder, context));
        notify();
    }

    /// Takes tasks until none is left and nobody works on one. @param threads where helpers are started; null
    /// for them
    private void work(@Nullable List<Thread> threads) {
        try {
            for (Task<C> task = next(threads); task != null; task = next(threads)) {
                try {
                    visit(task);
                } finally {
                    done();
                }
            }
        } catch (Throwable failed) {
            fail(failed);
        }
    }

    private synchronized @Nullable Task<C> next(@Nullable List<Thread> threads) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        while (waiting.isEmpty() && working > 0 && failure == null) {
            wait();
        }
        if (waiting.isEmpty() || failure != null) {
            return null;
        }
        working++;
        Task<C> task = waiting.pop();
        if (threads != null && !waiting.isEmpty() && helpers < THREADS - 1) {
            helpers++;
            threads.add(
                    Thread.ofPlatform().daemon().name("reel-walk-" + helpers).start(() -> work(null)));
        }
        return task;
    }

    private synchronized void done() {
        working--;
        if (working == 0 && waiting.isEmpty()) {
            notifyAll();
        }
    }

    private synchronized void fail(Throwable failed) {
        failure = failure == null ? failed : failure;
        notifyAll();
    }

    private synchronized void throwFailure() throws IOException {
        switch (failure) {
            case null -> {}
            case IOException failed -> throw failed;
            case RuntimeException failed -> throw failed;
            case Error failed -> throw failed;
            case InterruptedException stopped -> {
                Thread.currentThread().interrupt();
                InterruptedIOException interrupted = new InterruptedIOException("interrupted");
                interrupted.initCause(stopped);
                throw interrupted;
            }
            case Throwable failed -> throw new IllegalStateException(failed);
        }
    }

    private void visit(Task<C> task) throws IOException {
        Listing listing;
        try {
            listing = list(task.folder);
        } catch (NoSuchFileException | NotDirectoryException vanished) {
            // Gone since its parent was listed: the same as if it had gone before.
            listing = new Listing(task.folder, List.of());
        } catch (FileSystemException unreadable) {
            visitor.unreadable(task.folder, task.context, reason(unreadable));
            return;
        }
        visitor.visit(listing, task.context, this::enter);
    }

    private static Listing list(Path folder) throws IOException {
        List<Listing.Name> names = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                byte[] name = NativeNames.name(entry);
                if (!NativeNames.isReserved(name)) {
                    stat(names, name, entry);
                }
            }
        } catch (DirectoryIteratorException failed) {
            throw failed.getCause();
        }
        Collections.sort(names);
        return new Listing(folder, names);
    }

    private static void stat(List<Listing.Name> into, byte[] name, Path path) throws IOException {
        try {
            into.add(new Listing.Name(name, path, FileStat.of(path), null));
        } catch (NoSuchFileException vanished) {
            // Not there any more: nothing to tell.
        } catch (FileSystemException failed) {
            into.add(new Listing.Name(name, path, null, reason(failed)));
        }
    }

    private static String reason(FileSystemException failed) {
        if (failed instanceof AccessDeniedException) {
            return "no permission to read it";
        }
        String reason = failed.getReason();
        return reason == null ? failed.getClass().getSimpleName() : reason;
    }
}
