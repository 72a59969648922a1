package io.wave.proxy.hold;

import io.wave.job.JobRecord;
import io.wave.proxy.hold.HeldPull.Ask;
import io.wave.token.RequestRecord;
import io.wave.token.RequestRecord.BuildLink;
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
import org.springframework.http.HttpHeaders;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * The pulls that wait. No wake-up is lost: a pull is registered before its build is looked for, changes that are
 * published meanwhile find it registered, and whenever the word may have been missed all builds are looked for again.
 * A waiting pull costs an entry here and a timer; Redis is asked for each build, not for each pull.
 */
final class HeldPulls implements Holds {

    private static final int LOOKS_AT_ONCE = 64;
    /** Small enough that waking many pulls takes turns with all else that the threads do. */
    private static final int WOKEN_AT_ONCE = 100;

    private final BuildWatches watches = new BuildWatches();
    private final Function<BuildLink, Mono<JobRecord>> lookup;
    private final HopPlan plan;
    private final HopCounter counter;
    private final HoldAnswers answers;
    private final HoldMetrics metrics;
    private final Scheduler timers;
    private final Scheduler wakers;
    private volatile boolean ending;
    private volatile CompletableFuture<@Nullable Void> released = new CompletableFuture<>();

    /** @param lookup finds out how a build stands: empty when nobody knows it, an error when nobody could be asked */
    HeldPulls(
            Function<BuildLink, Mono<JobRecord>> lookup,
            HopPlan plan,
            HopCounter counter,
            HoldAnswers answers,
            HoldMetrics metrics,
            Scheduler timers,
            Scheduler wakers) {
        this.lookup = lookup;
        this.plan = plan;
        this.counter = counter;
        this.answers = answers;
        this.metrics = metrics;
        this.timers = timers;
        this.wakers = wakers;
    }

    @Override
    public Mono<Held> await(RequestRecord request, HttpHeaders headers, URI uri) {
        if (!Holds.mustWait(request)) {
            return Mono.just(new Held.Ready(Optional.ofNullable(request.sourceDigest())));
        }
        String userAgent = Objects.requireNonNullElse(headers.getFirst(HttpHeaders.USER_AGENT), "");
        return Mono.create(sink -> sink.onDispose(hold(request, userAgent, uri, sink::success)));
    }

    @Override
    public Disposable hold(RequestRecord request, String userAgent, URI uri, Consumer<Held> whenOver) {
        BuildLink build = Objects.requireNonNull(request.build(), "nothing to wait for");
        int hop = counter.read(request.token(), uri);
        HeldPull pull = new HeldPull(new Ask(request.token(), build, userAgent, uri, hop, now()), whenOver);
        metrics.begun();
        BuildWatches.Joined joined = watches.join(pull);
        setTimer(pull, joined.latest());
        if (ending) {
            answer(pull, nextAnswer(pull));
        } else if (joined.first()) {
            // The look belongs to all who wait for the build: it does not end with the pull that came first.
            var _ = look(build).toFuture();
        }
        return () -> leave(pull);
    }

    @Override
    public Optional<Patience> patience(RequestRecord request, String userAgent, URI uri) {
        return plan.fixedLength(userAgent).map(length -> {
            int hop = counter.read(request.token(), uri);
            Held otherwise = plan.isLast(hop, null, Instant.ofEpochMilli(now()))
                    ? answers.notReady(request)
                    : new Held.Hop(counter.location(request.token(), uri, hop + 1));
            return new Patience(length, otherwise);
        });
    }

    private void leave(HeldPull pull) {
        if (pull.end()) {
            metrics.disconnected();
        }
        watches.leave(pull);
        if (metrics.ended() == 0 && ending) {
            released.complete(null);
        }
    }

    /** Looks for all builds that pulls wait for. */
    Mono<Void> lookForAll() {
        return Flux.fromIterable(watches.builds())
                .flatMap(this::look, LOOKS_AT_ONCE)
                .then();
    }

    private Mono<Void> look(BuildLink build) {
        return lookup.apply(build)
                .doOnNext(this::heard)
                .switchIfEmpty(Mono.fromRunnable(() -> wake(build.id().toString(), answers::unknown)))
                .then()
                .onErrorComplete();
    }

    /** Something is known of a build: it has ended, or its deadline tells how long to wait. */
    void heard(JobRecord record) {
        if (record.isFinal()) {
            wake(record.id(), pull -> answers.ended(pull, record));
        } else {
            watches.hear(record).forEach(pull -> setTimer(pull, record));
        }
    }

    private void wake(String buildId, Function<HeldPull, Held> answer) {
        long heardAt = System.nanoTime();
        List<HeldPull> pulls = watches.end(buildId);
        for (int from = 0; from < pulls.size(); from += WOKEN_AT_ONCE) {
            List<HeldPull> some = pulls.subList(from, Math.min(pulls.size(), from + WOKEN_AT_ONCE));
            wakers.schedule(() -> some.forEach(pull -> {
                answer(pull, answer.apply(pull));
                metrics.woken(heardAt);
            }));
        }
    }

    /** Pulls are held from now on. */
    void begin() {
        ending = false;
    }

    /**
     * Lets every pull go on elsewhere, those too that still come: this replica is about to end.
     *
     * @return done when all have left
     */
    CompletableFuture<@Nullable Void> release() {
        released = new CompletableFuture<>();
        ending = true;
        watches.builds().forEach(build -> wake(build.id().toString(), this::nextAnswer));
        if (metrics.held() == 0) {
            released.complete(null);
        }
        return released;
    }

    /** The request's token may have ended: its pulls have to show it again. */
    void askAgain(RequestRecord request) {
        BuildLink build = request.build();
        if (build != null) {
            watches.pulls(build).stream()
                    .filter(pull -> pull.ask().token().equals(request.token()))
                    .forEach(pull -> answer(pull, nextAnswer(pull)));
        }
    }

    private void setTimer(HeldPull pull, @Nullable JobRecord latest) {
        Ask ask = pull.ask();
        Instant deadline = latest == null ? null : latest.deadline();
        Duration length = plan.length(ask.userAgent(), ask.hop(), deadline, Instant.ofEpochMilli(ask.atMillis()));
        long left = Math.max(0, length.toMillis() - (now() - ask.atMillis()));
        pull.setTimer(timers.schedule(() -> answer(pull, nextAnswer(pull)), left, TimeUnit.MILLISECONDS));
    }

    private Held nextAnswer(HeldPull pull) {
        Ask ask = pull.ask();
        Optional<JobRecord> latest = watches.latest(ask.build());
        Instant deadline = latest.map(JobRecord::deadline).orElse(null);
        return plan.isLast(ask.hop(), deadline, Instant.ofEpochMilli(now()))
                ? answers.later(pull, latest)
                : new Held.Hop(counter.location(ask.token(), ask.uri(), ask.hop() + 1));
    }

    private void answer(HeldPull pull, Held held) {
        if (pull.answer(held)) {
            metrics.answered(held);
        }
    }

    private long now() {
        return timers.now(TimeUnit.MILLISECONDS);
    }
}
