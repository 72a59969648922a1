package io.wave.job.engine.lease;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * A lease as measured by its holder. The clock of the database decides when a lease expires. The holder measures from
 * before it sent the last renewal and considers the lease lost after two thirds of its length, so it always stops
 * first, even if the clocks differ or the process was suspended.
 */
public final class Lease {

    /** Number of renewals within the length of a lease. */
    public static final int RENEWALS = 6;

    private final Duration length;
    private final LongSupplier nanoTime;
    private final AtomicLong end;

    /**
     * A lease that is requested now.
     *
     * @param length length of the lease after each renewal
     * @param nanoTime a monotonic clock, {@link System#nanoTime()}
     */
    public Lease(Duration length, LongSupplier nanoTime) {
        this(length, nanoTime, nanoTime.getAsLong());
    }

    public Lease(Duration length, LongSupplier nanoTime, long askedAt) {
        this.length = length;
        this.nanoTime = nanoTime;
        this.end = new AtomicLong(endFrom(askedAt));
    }

    /** The current instant: read it before a renewal is sent, and pass it to {@link #renewed} after it succeeded. */
    public long now() {
        return nanoTime.getAsLong();
    }

    /** The renewal that was sent at this instant succeeded. */
    public void renewed(long sentAt) {
        end.accumulateAndGet(endFrom(sentAt), (old, renewed) -> renewed - old > 0 ? renewed : old);
    }

    /** Marks the lease as lost before it expires. */
    public void lost() {
        end.set(nanoTime.getAsLong());
    }

    /** How long the holder may continue without a renewal; zero if the lease is lost. */
    public Duration remaining() {
        return Duration.ofNanos(Math.max(0, end.get() - nanoTime.getAsLong()));
    }

    /** Whether the holder may continue. */
    public boolean isHeld() {
        return !remaining().isZero();
    }

    /**
     * How long a process of the holder may run without another heartbeat: at most a third of the lease. The value is
     * computed before the heartbeat is sent. If the holder is suspended in between, the process may run for two such
     * periods, which still end before the lease expires.
     */
    public Duration heartbeatTimeout() {
        Duration third = length.dividedBy(3);
        Duration remaining = remaining();
        return remaining.compareTo(third) < 0 ? remaining : third;
    }

    /** The interval between renewals. */
    public Duration renewalPeriod() {
        return length.dividedBy(RENEWALS);
    }

    private long endFrom(long sentAt) {
        return sentAt + length.toNanos() * 2 / 3;
    }
}
