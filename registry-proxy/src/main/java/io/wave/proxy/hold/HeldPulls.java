package io.wave.proxy.hold;

import io.wave.job.JobRecord;
import io.wave.proxy.hold.HeldPull.PullRequest;
import io.wave.token.RequestRecord;
import io.wave.token.RequestRecord.JobLink;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Holds pulls until the job of their image has ended. No wake-up is lost: a pull is registered before its job is
 * looked up, changes that are published meanwhile find it registered, and all jobs are looked up again whenever
 * messages may have been missed. A held pull costs an entry here and a timer; Redis is asked per job, not per pull.
 */
public final class HeldPulls {

    private static final int MAX_CONCURRENT_LOOKUPS = 64;
    /** Small enough for other work on these threads between two batches. */
    private static final int WAKE_UP_BATCH = 100;

    private final JobWatches watches = new JobWatches();
    private final Function<JobLink, Mono<JobRecord>> lookup;
    private final HopSchedule schedule;
    private final HopCounter hops;
    private final HoldResults results;
    private final HoldMetrics metrics;
    private final Scheduler timers;
    private final Scheduler wakers;
    private volatile boolean stopping;
    private volatile CompletableFuture<@Nullable Void> released = new CompletableFuture<>();

    /** @param lookup finds the record of a job: empty if the job is unknown, an error if the lookup failed */
    HeldPulls(
            Function<JobLink, Mono<JobRecord>> lookup,
            HopSchedule schedule,
            HopCounter hops,
            HoldResults results,
            HoldMetrics metrics,
            Scheduler timers,
            Scheduler wakers) {
        this.lookup = lookup;
        this.schedule = schedule;
        this.hops = hops;
        this.results = results;
        this.metrics = metrics;
        this.timers = timers;
        this.wakers = wakers;
    }

    /**
     * Holds a pull until its job has ended or the hop is over; completes at once for an image without a job or with
     * a pinned source. Cancelling releases everything held for the pull.
     *
     * @param request the container request of the token
     * @param userAgent {@code User-Agent} of the client, which determines hops and error codes
     * @param uri URI of the pull as sent by the client, including the hop counter
     */
    public Mono<HoldResult> await(RequestRecord request, String userAgent, URI uri) {
        if (!hasUnpinnedJob(request)) {
            return Mono.just(new HoldResult.Ready(Optional.ofNullable(request.sourceDigest())));
        }
        return Mono.create(sink -> sink.onDispose(hold(request, userAgent, uri, sink::success)));
    }

    /**
     * The same for a request that {@linkplain #hasUnpinnedJob must wait}, for callers that hold thousands of pulls.
     *
     * @param callback called at most once, on any thread, possibly before this method returns or while the hold is
     *     being disposed of
     * @return to be disposed of once, when the client has its response or has disconnected
     */
    public Disposable hold(RequestRecord request, String userAgent, URI uri, Consumer<HoldResult> callback) {
        JobLink job = Objects.requireNonNull(request.job(), "request has no job");
        int hop = hops.read(request.token(), uri);
        HeldPull pull = new HeldPull(new PullRequest(request.token(), job, userAgent, uri, hop, now()), callback);
        metrics.started();
        JobWatches.JoinResult joined = watches.join(pull);
        setTimer(pull, joined.latest());
        if (stopping) {
            complete(pull, nextResult(pull));
        } else if (joined.first()) {
            // The lookup serves all pulls of the job: it continues when this pull ends.
            var _ = lookUp(job).toFuture();
        }
        return () -> leave(pull);
    }

    /**
     * The time limit of a client with hops of fixed length, and its response if an image that is not being built cannot
     * be served within it.
     *
     * @return empty for clients without such a limit
     */
    public Optional<TimeLimit> timeLimit(RequestRecord request, String userAgent, URI uri) {
        return schedule.fixedLength(userAgent).map(length -> {
            int hop = hops.read(request.token(), uri);
            HoldResult fallback = schedule.isLast(hop, null, Instant.ofEpochMilli(now()))
                    ? results.notReady(request)
                    : new HoldResult.Hop(hops.location(request.token(), uri, hop + 1), stopping);
            return new TimeLimit(length, fallback);
        });
    }

    private void leave(HeldPull pull) {
        if (pull.end()) {
            metrics.disconnected();
        }
        watches.leave(pull);
        if (metrics.ended() == 0 && stopping) {
            released.complete(null);
        }
    }

    /** Looks up all jobs that pulls wait for. */
    Mono<Void> lookUpAll() {
        return Flux.fromIterable(watches.jobs())
                .flatMap(this::lookUp, MAX_CONCURRENT_LOOKUPS)
                .then();
    }

    private Mono<Void> lookUp(JobLink job) {
        return lookup.apply(job)
                .doOnNext(this::onRecord)
                .switchIfEmpty(Mono.fromRunnable(() -> wake(job.id().toString(), results::unknown)))
                .then()
                .onErrorComplete();
    }

    /** Processes a record of a job: a final one completes its pulls, any other sets their deadline. */
    void onRecord(JobRecord record) {
        if (record.isFinal()) {
            wake(record.id(), pull -> results.ended(pull, record));
        } else {
            watches.update(record).forEach(pull -> setTimer(pull, record));
        }
    }

    private void wake(String jobId, Function<HeldPull, HoldResult> result) {
        long notifiedAt = System.nanoTime();
        List<HeldPull> pulls = watches.end(jobId);
        for (int from = 0; from < pulls.size(); from += WAKE_UP_BATCH) {
            List<HeldPull> batch = pulls.subList(from, Math.min(pulls.size(), from + WAKE_UP_BATCH));
            wakers.schedule(() -> batch.forEach(pull -> {
                complete(pull, result.apply(pull));
                metrics.recordWakeup(notifiedAt);
            }));
        }
    }

    /** Starts to hold pulls. */
    void start() {
        stopping = false;
    }

    /**
     * Completes all pulls, including later ones, with a redirect: this replica is about to stop.
     *
     * @return completed when all pulls have left
     */
    CompletableFuture<@Nullable Void> release() {
        released = new CompletableFuture<>();
        stopping = true;
        watches.jobs().forEach(job -> wake(job.id().toString(), this::nextResult));
        if (metrics.held() == 0) {
            released.complete(null);
        }
        return released;
    }

    /** The token of the request may have expired or been revoked: its pulls are redirected and must show it again. */
    void redirectAll(RequestRecord request) {
        JobLink job = request.job();
        if (job != null) {
            watches.pulls(job).stream()
                    .filter(pull -> pull.request().token().equals(request.token()))
                    .forEach(pull -> complete(pull, nextResult(pull)));
        }
    }

    private void setTimer(HeldPull pull, @Nullable JobRecord latest) {
        PullRequest request = pull.request();
        Instant deadline = latest == null ? null : latest.deadline();
        Duration length = schedule.length(
                request.userAgent(), request.hop(), deadline, Instant.ofEpochMilli(request.receivedAtMillis()));
        long remainingMillis = Math.max(0, length.toMillis() - (now() - request.receivedAtMillis()));
        pull.setTimer(timers.schedule(() -> complete(pull, nextResult(pull)), remainingMillis, TimeUnit.MILLISECONDS));
    }

    private HoldResult nextResult(HeldPull pull) {
        PullRequest request = pull.request();
        Optional<JobRecord> latest = watches.latest(request.job());
        Instant deadline = latest.map(JobRecord::deadline).orElse(null);
        return schedule.isLast(request.hop(), deadline, Instant.ofEpochMilli(now()))
                ? results.retryLater(pull, latest)
                : new HoldResult.Hop(hops.location(request.token(), request.uri(), request.hop() + 1), stopping);
    }

    private void complete(HeldPull pull, HoldResult result) {
        if (pull.complete(result)) {
            metrics.completed(result);
        }
    }

    private long now() {
        return timers.now(TimeUnit.MILLISECONDS);
    }

    /** Whether the request has a job whose result is not pinned yet. */
    public static boolean hasUnpinnedJob(RequestRecord request) {
        return request.job() != null && request.sourceDigest() == null;
    }

    /**
     * The time limit of a client's request.
     *
     * @param length maximum time from the arrival of the request to the response
     * @param fallback response if there is no other one by then
     */
    public record TimeLimit(Duration length, HoldResult fallback) {

        private static final Duration MIN_REMAINING = Duration.ofSeconds(1);

        /**
         * The remaining time of a request that arrived at this value of {@link System#nanoTime()}, at least one second.
         */
        public Duration remaining(long arrivedAtNanos) {
            Duration remaining = length.minusNanos(System.nanoTime() - arrivedAtNanos);
            return remaining.compareTo(MIN_REMAINING) < 0 ? MIN_REMAINING : remaining;
        }
    }
}
