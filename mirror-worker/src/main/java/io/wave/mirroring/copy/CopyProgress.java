package io.wave.mirroring.copy;

import io.wave.image.Digest;
import io.wave.image.ImageReference;
import io.wave.job.engine.tool.ToolIo;
import io.wave.mirror.MirrorProgress;
import io.wave.mirroring.registry.ImageContents;
import io.wave.mirroring.registry.PatientRegistries;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * How far a copy has come. Skopeo tells when it begins a blob; the target tells which of these it has; the kernel tells how much
 * skopeo has written. A copy that neither reads nor writes for long is ended.
 */
final class CopyProgress implements Predicate<ToolIo> {

    private static final int ASKED_AT_ONCE = 8;
    private static final long MIN_ACTIVITY = 1024;
    private static final long NANOS = Duration.ofSeconds(1).toNanos();

    private final ImageContents contents;
    private final ImageReference target;
    private final PatientRegistries.Of registries;
    private final Duration timeout;
    private final Consumer<MirrorProgress> changed;
    private final LongSupplier nanoTime;

    private final Set<Digest> begun = new LinkedHashSet<>();
    private final Set<Digest> done = new LinkedHashSet<>();
    private CompletableFuture<Void> asking = CompletableFuture.completedFuture(null);
    private ToolIo activity = new ToolIo(0, 0);
    private long activeAt;
    private ToolIo last = new ToolIo(0, 0);
    private long lastAt;
    private long rate;
    private boolean stalled;

    /** @param timeout time without activity after which the copy is ended */
    CopyProgress(
            ImageContents contents,
            ImageReference target,
            PatientRegistries.Of registries,
            Duration timeout,
            Consumer<MirrorProgress> changed,
            LongSupplier nanoTime) {
        this.contents = contents;
        this.target = target;
        this.registries = registries;
        this.timeout = timeout;
        this.changed = changed;
        this.nanoTime = nanoTime;
        restarted();
    }

    /** A new run of skopeo begins. */
    synchronized void restarted() {
        activity = new ToolIo(0, 0);
        last = activity;
        activeAt = nanoTime.getAsLong();
        lastAt = activeAt;
        rate = 0;
        stalled = false;
    }

    /** Skopeo begins to copy a blob, or finds that the target has it. */
    synchronized void begun(Digest blob) {
        if (contents.blobs().containsKey(blob)) {
            begun.add(blob);
        }
        activeAt = nanoTime.getAsLong();
    }

    /** Whether the last run was ended because it made no progress. */
    synchronized boolean hasStalled() {
        return stalled;
    }

    /** Everything is copied. */
    synchronized void completed() {
        begun.addAll(contents.blobs().keySet());
        done.addAll(begun);
        rate = 0;
        changed.accept(now());
    }

    @Override
    public synchronized boolean test(ToolIo io) {
        long now = nanoTime.getAsLong();
        if (io.read() + io.written() >= activity.read() + activity.written() + MIN_ACTIVITY) {
            activity = io;
            activeAt = now;
        }
        measureRate(io, now);
        ask();
        changed.accept(now());
        boolean known = io.read() + io.written() > 0;
        stalled = known && now - activeAt > timeout.toNanos();
        return !stalled;
    }

    private void measureRate(ToolIo io, long now) {
        long elapsed = now - lastAt;
        if (elapsed >= NANOS) {
            long current = (long) ((io.written() - last.written()) * ((double) NANOS / elapsed));
            rate = Math.max(0, rate == 0 ? current : (rate + current) / 2);
            last = io;
            lastAt = now;
        }
    }

    /** Asks the target for the blobs that have begun, a few at a time and without waiting. */
    private void ask() {
        if (!asking.isDone()) {
            return;
        }
        List<Digest> open = begun.stream()
                .filter(blob -> !done.contains(blob))
                .limit(ASKED_AT_ONCE)
                .toList();
        asking = CompletableFuture.allOf(open.stream()
                .map(blob -> registries.has(target, blob).thenAccept(present -> answered(blob, present)))
                .toArray(CompletableFuture[]::new));
    }

    private synchronized void answered(Digest blob, boolean present) {
        if (present) {
            done.add(blob);
        }
    }

    private MirrorProgress now() {
        long copied = size(done);
        long estimate = Math.min(last.written(), size(begun));
        return new MirrorProgress(
                contents.blobs().size(), done.size(), contents.bytes(), Math.max(copied, estimate), rate);
    }

    private long size(Set<Digest> blobs) {
        return blobs.stream()
                .mapToLong(blob -> contents.blobs().getOrDefault(blob, 0L))
                .sum();
    }
}
