package reel.backend.sftp;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/// One file, open on as many lines as have something to do with it, on each when it first does.
final class Handles {
    private final Opener opener;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Sftp, byte[]> handles = new HashMap<>();
    private boolean closed;

    /// Opens the file on one more line.
    interface Opener {
        byte[] open(Sftp sftp) throws IOException;
    }

    Handles(Opener opener) {
        this.opener = opener;
    }

    void put(Sftp sftp, byte[] handle) {
        lock.lock();
        try {
            handles.put(sftp, handle);
        } finally {
            lock.unlock();
        }
    }

    byte[] on(Sftp sftp) throws IOException {
        lock.lock();
        try {
            byte[] known = handles.get(sftp);
            if (known != null) {
                return known;
            }
            if (closed) {
                throw new IllegalStateException("this file was closed");
            }
        } finally {
            lock.unlock();
        }
        byte[] opened = opener.open(sftp);
        byte[] unwanted = null;
        lock.lock();
        try {
            handles.keySet().removeIf(line -> !line.isAlive());
            if (closed) {
                unwanted = opened;
            } else {
                unwanted = handles.putIfAbsent(sftp, opened) == null ? null : opened;
            }
            if (unwanted == null) {
                return opened;
            }
            byte[] first = handles.get(sftp);
            if (first != null) {
                return first;
            }
        } finally {
            lock.unlock();
            if (unwanted != null) {
                sftp.forget(sftp.close(unwanted));
            }
        }
        throw new IllegalStateException("this file was closed");
    }

    /// Requests under way that close the file.
    static final class Closing {
        private final List<Sftp> lines = new ArrayList<>();
        private final List<Call> calls = new ArrayList<>();

        /// Hears of a line where that failed.
        void await() throws IOException {
            for (int i = 0; i < calls.size(); i++) {
                lines.get(i).ok(calls.get(i));
            }
        }
    }

    /// Closes it everywhere, behind everything that was asked before; lines that are over have closed it
    /// themselves. It can be opened again.
    Closing close() throws IOException {
        Closing closing = new Closing();
        for (Map.Entry<Sftp, byte[]> open : takeAll(false).entrySet()) {
            closing.calls.add(open.getKey().close(open.getValue()));
            closing.lines.add(open.getKey());
        }
        return closing;
    }

    /// Closes it everywhere for good and waits for nobody.
    void drop() {
        takeAll(true).forEach((line, handle) -> {
            try {
                line.forget(line.close(handle));
            } catch (IOException over) {
                // With the line the handle is gone as well.
            }
        });
    }

    private Map<Sftp, byte[]> takeAll(boolean forGood) {
        lock.lock();
        try {
            closed |= forGood;
            handles.keySet().removeIf(line -> !line.isAlive());
            Map<Sftp, byte[]> all = Map.copyOf(handles);
            handles.clear();
            return all;
        } finally {
            lock.unlock();
        }
    }
}
