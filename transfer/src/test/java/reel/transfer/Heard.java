package reel.transfer;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import reel.transfer.job.Difference;
import reel.transfer.job.Skip;
import reel.transfer.job.TransferEvents;

/// Remembers what a transfer told.
final class Heard implements TransferEvents {
    final Map<String, Long> moved = new ConcurrentHashMap<>();
    final Map<String, IOException> failed = new ConcurrentHashMap<>();
    final Map<String, Skip> skipped = new ConcurrentHashMap<>();
    final Map<String, Difference> different = new ConcurrentHashMap<>();
    final Map<String, Long> started = new ConcurrentHashMap<>();
    final List<String> found = new CopyOnWriteArrayList<>();
    final List<String> finished = new CopyOnWriteArrayList<>();
    final List<String> touched = new CopyOnWriteArrayList<>();
    final List<String> deleted = new CopyOnWriteArrayList<>();
    final List<String> removed = new CopyOnWriteArrayList<>();
    final List<String> notes = new CopyOnWriteArrayList<>();
    final List<Integer> streams = new CopyOnWriteArrayList<>();

    @Override
    public void found(String path, long bytes) {
        found.add(path);
    }

    @Override
    public void started(String path, long bytes, long done) {
        started.put(path, done);
    }

    @Override
    public void moved(String path, long bytes) {
        moved.merge(path, bytes, Long::sum);
    }

    @Override
    public void finished(String path, long bytes) {
        finished.add(path);
    }

    @Override
    public void failed(String path, IOException why) {
        failed.put(path, why);
    }

    @Override
    public void skipped(String path, Skip why) {
        skipped.put(path, why);
    }

    @Override
    public void deleted(String path) {
        deleted.add(path);
    }

    @Override
    public void removed(String path) {
        removed.add(path);
    }

    @Override
    public void touched(String path) {
        touched.add(path);
    }

    @Override
    public void different(String path, Difference how) {
        different.put(path, how);
    }

    @Override
    public void streams(int count) {
        streams.add(count);
    }

    @Override
    public void note(String text) {
        notes.add(text);
    }
}
