package reel.backend.sftp;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reel.stream.Joining;
import reel.stream.ReelException;
import reel.stream.Transient;

/// One connection: any number of threads put requests into its queue, one thread of its own sends them, another
/// gives each answer to the request whose id it has. Nobody waits for an answer before sending the next request.
///
/// Bytes that are read go from the connection straight into the buffer of the request that asked for them. A
/// server that says nothing for too long while somebody waits, or says what cannot be, ends the line; every
/// request that is under way fails then.
///
/// HOT: nothing is boxed or formatted per request.
final class Line implements AutoCloseable {
    /// A disk array that wakes up, or gigabytes that go to a slow disk; a peer that is gone ssh itself finds out.
    private static final Duration SLOW = Duration.ofMinutes(15);

    /// Half of the smallest usual pipe.
    private static final int QUICK_BYTES = 32 << 10;

    private static final long STACK_BYTES = 256 << 10;

    private final Tube tube;
    private final String peer;
    private final Duration silence;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final Condition slotFree = lock.newCondition();
    private final ArrayDeque<Call> queue = new ArrayDeque<>();
    private final Slots slots = new Slots();
    private boolean sending;
    private final byte[] quick = new byte[QUICK_BYTES];
    private @Nullable Supplier<ReelException> death;

    private volatile boolean slowNow;
    private volatile boolean dead;
    private volatile long heard = System.nanoTime();
    private final Thread sender;
    private final Call hello;

    private Line(Tube tube, String peer, Duration silence) {
        this.tube = tube;
        this.peer = peer;
        this.silence = silence;
        hello = new Call(Wire.VERSION_SPOKEN, Packet.of(Wire.INIT).seal(Wire.VERSION_SPOKEN), null, null, false);
        hello.sent = true;
        queue.add(hello);
        sender = thread("sftp-send", this::send);
    }

    /// Begins to speak: the greeting is under way when this returns.
    ///
    /// @param peer for messages: `user@host`
    static Line open(Tube tube, String peer, Duration silence) {
        Line line = new Line(tube, peer, silence);
        line.sender.start();
        thread("sftp-receive", line::receive).start();
        return line;
    }

    private static Thread thread(String name, Runnable task) {
        Thread thread = new Thread(null, task, name, STACK_BYTES);
        thread.setDaemon(true);
        return thread;
    }

    String peer() {
        return peer;
    }

    boolean isAlive() {
        return !dead;
    }

    /// Nanoseconds since anything moved on it.
    long idleNanos() {
        return System.nanoTime() - heard;
    }

    /// Requests without an answer yet.
    int underway() {
        lock.lock();
        try {
            return slots.used();
        } finally {
            lock.unlock();
        }
    }

    /// What the server answered to the greeting, behind its version.
    Answer greeting(Duration patience) throws IOException {
        return answer(hello, patience);
    }

    Call send(Packet packet) throws IOException {
        return enqueue(packet::seal, null, null, false);
    }

    /// The same for what a server may need a disk's patience for; while one is under way all of the line has it,
    /// since servers do one thing after the other.
    Call sendSlow(Packet packet) throws IOException {
        return enqueue(packet::seal, null, null, true);
    }

    /// Asks for `target.byteSize()` bytes from `offset`, to be put into `target`, a part of `loan`.
    Call sendRead(byte[] handle, long offset, Loan loan, MemorySegment target) throws IOException {
        Packet packet = Packet.of(Wire.READ).bytes(handle).u64(offset).u32((int) target.byteSize());
        return enqueue(packet::seal, loan.hold(), target, false);
    }

    /// Sends `length` bytes of `loan`, which lie there from `writeHead(handle)` on.
    Call sendWrite(byte[] handle, long offset, Loan loan, int length) throws IOException {
        int head = writeHead(handle);
        ByteBuffer packet = loan.segment().asSlice(0, (long) head + length).asByteBuffer();
        packet.putInt(0, head + length - Integer.BYTES).put(Integer.BYTES, (byte) Wire.WRITE);
        packet.putInt(Wire.HEAD, handle.length).put(Wire.HEAD + Integer.BYTES, handle);
        packet.putLong(head - Integer.BYTES - Long.BYTES, offset).putInt(head - Integer.BYTES, length);
        return enqueue(id -> packet.putInt(Integer.BYTES + 1, id), loan.hold(), null, false);
    }

    /// Bytes of a write request before what is written.
    static int writeHead(byte[] handle) {
        return Wire.HEAD + Integer.BYTES + handle.length + Long.BYTES + Integer.BYTES;
    }

    private Call enqueue(
            IntFunction<ByteBuffer> seal, @Nullable Loan loan, @Nullable MemorySegment target, boolean slow)
            throws IOException {
        lock.lock();
        try {
            awaitSlot();
            if (slots.used() == 0) {
                heard = System.nanoTime();
            }
            Call call = slots.put(seal, loan, target, slow);
            slowNow = slots.isSlow();
            if (isQuick(call)) {
                sendNow(call);
            } else {
                queue.add(call);
                work.signal();
            }
            return call;
        } catch (IOException failure) {
            if (loan != null) {
                loan.release();
            }
            throw failure;
        } finally {
            lock.unlock();
        }
    }

    /// Whether there is surely room for a request in the pipe, because so little was sent that is not answered.
    private boolean isQuick(Call call) {
        return !sending
                && queue.isEmpty()
                && slots.unansweredBytes() + call.bytes <= QUICK_BYTES
                && hello.isDone()
                && !Thread.currentThread().isInterrupted();
    }

    /// Sends a request from the thread that makes it, which spares waking another one.
    private void sendNow(Call call) {
        slots.sent(call);
        call.packet.get(quick, 0, call.bytes);
        try {
            tube.writeNow(quick, call.bytes);
            heard = System.nanoTime();
        } catch (IOException broken) {
            die(tube::epitaph);
        } finally {
            if (call.isWrite() && call.loan != null) {
                call.loan.release();
            }
        }
    }

    private void awaitSlot() throws IOException {
        while (true) {
            if (death != null) {
                throw death.get();
            }
            if (!slots.isFull()) {
                return;
            }
            long left = silence.toNanos() - idleNanos();
            if (left <= 0) {
                die(this::silent);
                continue;
            }
            try {
                slotFree.awaitNanos(left);
            } catch (InterruptedException interrupted) {
                throw interrupted();
            }
        }
    }

    /// Whether there is an answer, whatever it is, within `patience`; the line is over where there is not.
    boolean answers(Call call, Duration patience) throws IOException {
        answer(call, patience.compareTo(silence) < 0 ? patience : silence);
        return true;
    }

    /// Waits for the answer of a request that is no read.
    Answer answer(Call call) throws IOException {
        return answer(call, silence);
    }

    private Answer answer(Call call, Duration patience) throws IOException {
        await(call, patience);
        Answer answer = call.answer();
        if (answer == null) {
            throw new Violation("an answer without bytes", "bytes").told(peer);
        }
        return answer;
    }

    /// Waits for the answer of a read: how many bytes it got, -1 at the file's end.
    int bytesRead(Call call) throws IOException {
        await(call, silence);
        Answer answer = call.answer();
        if (answer == null) {
            return call.bytesRead();
        }
        try {
            answer.ok();
        } catch (Said said) {
            if (said.is(Wire.EOF)) {
                return -1;
            }
            throw said;
        }
        throw new Violation("bytes", "a bare success").told(peer);
    }

    private void await(Call call, Duration patience) throws InterruptedIOException {
        while (!call.isDone()) {
            if (Thread.interrupted()) {
                Thread.currentThread().interrupt();
                abandon(call);
                throw interrupted();
            }
            if (tube.asking()) {
                heard = System.nanoTime();
            }
            Duration now = slowNow ? SLOW : patience;
            long left = now.toNanos() - idleNanos();
            if (left <= 0) {
                die(() -> silent(now));
                left = patience.toNanos();
            }
            // Looked at again when a slow request may have ended.
            call.park(Math.min(left, patience.toNanos()));
        }
    }

    /// Ends the wait for a request: one that is not sent yet never is, one that is has its answer dropped.
    void abandon(Call call) {
        Loan unused = null;
        lock.lock();
        try {
            call.abandon();
            if (!call.sent && queue.remove(call)) {
                unused = call.loan;
                release(call);
                call.fail(this::silent);
            }
        } finally {
            lock.unlock();
        }
        if (unused != null) {
            unused.release();
        }
    }

    private Transient silent() {
        return silent(silence);
    }

    private Transient silent(Duration patience) {
        return new Transient(
                peer,
                "said nothing for " + patience.toSeconds() + " s in the middle of a request; the connection was ended",
                null,
                null);
    }

    private static InterruptedIOException interrupted() {
        return new InterruptedIOException("interrupted while waiting for a server");
    }

    /// Ends the line; the receiving thread tells everybody who waits.
    private void die(Supplier<ReelException> why) {
        lock.lock();
        try {
            if (death == null) {
                death = why;
                dead = true;
            }
            work.signalAll();
            slotFree.signalAll();
        } finally {
            lock.unlock();
        }
        tube.close();
    }

    @Override
    public void close() {
        die(() -> new Transient(peer, "the connection was closed", null, null));
    }

    private void send() {
        Outgoing outgoing = new Outgoing();
        try {
            while (take(outgoing)) {
                try {
                    while (outgoing.hasRemaining()) {
                        tube.write(outgoing.buffers());
                        heard = System.nanoTime();
                    }
                } finally {
                    outgoing.clear();
                }
            }
        } catch (IOException broken) {
            // The receiving thread finds the end too, and with it the reason.
        } catch (RuntimeException | Error bug) {
            die(() -> new Transient(peer, "the connection failed: " + bug, null, bug));
        }
    }

    /// The next requests, as many as go out together; false at the line's end.
    private boolean take(Outgoing outgoing) {
        lock.lock();
        try {
            sending = false;
            while (queue.isEmpty() && !dead) {
                work.awaitUninterruptibly();
            }
            while (!dead && !queue.isEmpty() && outgoing.add(queue.element())) {
                slots.sent(queue.remove());
            }
            sending = true;
            return !dead;
        } finally {
            lock.unlock();
        }
    }

    private void receive() {
        Incoming incoming = new Incoming(tube, () -> heard = System.nanoTime());
        try {
            while (receive(incoming)) {
                // One answer a turn.
            }
            die(tube::epitaph);
        } catch (Violation wrong) {
            die(() -> wrong.told(peer));
        } catch (IOException broken) {
            die(tube::epitaph);
        } catch (RuntimeException | Error bug) {
            die(() -> new Transient(peer, "the connection failed: " + bug, null, bug));
        } finally {
            bury();
        }
    }

    /// False at the end of the connection, which may come between two answers only in an orderly way.
    private boolean receive(Incoming incoming) throws IOException {
        if (!incoming.next()) {
            return false;
        }
        Call call = incoming.type() == Wire.VERSION ? greeted(incoming.id()) : called(incoming.id());
        if (incoming.type() == Wire.DATA && call.target != null) {
            int bytes = incoming.data(call.target);
            finish(call);
            call.completeRead(bytes);
        } else {
            Answer answer = new Answer(peer, incoming.type(), incoming.body());
            finish(call);
            if (call.isAbandoned() && answer.type() == Wire.HANDLE) {
                send(Packet.of(Wire.CLOSE).bytes(answer.bytes(Wire.MOST_HANDLE)))
                        .abandon();
            }
            call.complete(answer);
        }
        return true;
    }

    private Call greeted(int version) throws IOException {
        if (hello.isDone() || version < Wire.VERSION_SPOKEN) {
            throw new Violation("one greeting of SFTP version " + Wire.VERSION_SPOKEN, "version " + version);
        }
        return hello;
    }

    private Call called(int id) throws IOException {
        lock.lock();
        try {
            Call call = slots.find(id);
            if (call == null) {
                throw new Violation("an answer to a request", "one that nobody asked for");
            }
            return call;
        } finally {
            lock.unlock();
        }
    }

    private void finish(Call call) {
        lock.lock();
        try {
            release(call);
        } finally {
            lock.unlock();
        }
        if (call.target != null && call.loan != null) {
            call.loan.release();
        }
    }

    private void release(Call call) {
        if (slots.remove(call)) {
            slowNow = slots.isSlow();
            slotFree.signal();
        }
    }

    /// After the end: nothing touches the buffers any more, everybody is told.
    private void bury() {
        Joining.join(sender);
        Supplier<ReelException> why;
        List<Call> lost;
        lock.lock();
        try {
            why = death == null ? tube::epitaph : death;
            lost = slots.all();
            queue.clear();
        } finally {
            lock.unlock();
        }
        for (Call call : lost) {
            finish(call);
            if (call.isWrite() && !call.sent && call.loan != null) {
                call.loan.release();
            }
            call.fail(why);
        }
        if (!hello.isDone()) {
            hello.fail(why);
        }
    }
}
