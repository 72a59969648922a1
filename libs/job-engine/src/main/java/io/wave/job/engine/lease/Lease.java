package io.wave.job.engine.lease;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * A lease as its holder measures it. The database's clock decides when a lease ends; the holder counts from before it
 * sent the last renewal and takes the lease for lost at two thirds of its length, so it always stops first, whatever the
 * clocks say and however long it was asleep.
 */
public final class Lease {

    /** How often a lease is renewed in its length. */
    public static final int RENEWALS = 6;

    private final Duration length;
    private final LongSupplier nanoTime;
    private final AtomicLong end;

    /**
     * A lease that is asked for now.
     *
     * @param length how long the database grants it at each renewal
     * @param nanoTime a clock that only ever advances, {@link System#nanoTime()}
     */
    public Lease(Duration length, LongSupplier nanoTime) {
        this(length, nanoTime, nanoTime.getAsLong());
    }

    public Lease(Duration length, LongSupplier nanoTime, long askedAt) {
        this.length = length;
        this.nanoTime = nanoTime;
        this.end = new AtomicLong(endFrom(askedAt));
    }

    /** To be noted before a renewal is sent, and handed to {@link #renewed} after it succeeded. */
    public long now() {
        return nanoTime.getAsLong();
    }

    /** The renewal that was sent at this instant succeeded. */
    public void renewed(long sentAt) {
        end.accumulateAndGet(endFrom(sentAt), (old, renewed) -> renewed - old > 0 ? renewed : old);
    }

    /** Gives the lease up before its time. */
    public void lost() {
        end.set(nanoTime.getAsLong());
    }

    /** How long the holder may go on without a renewal; zero when the lease is to be taken for lost. */
    public Duration remaining() {
        return Duration.ofNanos(Math.max(0, end.get() - nanoTime.getAsLong()));
    }

    /** Whether the holder may go on. */
    public boolean isHeld() {
        return !remaining().isZero();
    }

    /**
     * How long a process of the holder may live without another word from it: a third of the lease at most. The word is
     * reckoned before it is sent; one that a sleeping holder sends late still reaches a process that lives by the word
     * before it, so both thirds together end when the holder's two thirds do, and the last third of the lease is spare.
     */
    public Duration heartbeatTimeout() {
        Duration third = length.dividedBy(3);
        Duration remaining = remaining();
        return remaining.compareTo(third) < 0 ? remaining : third;
    }

    /** How often to renew. */
    public Duration renewalPeriod() {
        return length.dividedBy(RENEWALS);
    }

    private long endFrom(long sentAt) {
        return sentAt + length.toNanos() * 2 / 3;
    }
}
