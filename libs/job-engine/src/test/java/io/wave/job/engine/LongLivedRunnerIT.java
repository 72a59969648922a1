package io.wave.job.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.wave.image.Digest;
import io.wave.job.JobKind;
import io.wave.job.JobState;
import io.wave.job.engine.outcome.Outcome;
import io.wave.job.engine.plan.Plan;
import io.wave.job.engine.runner.Attempt;
import io.wave.job.engine.runner.Execution;
import io.wave.job.engine.runner.Runner;
import io.wave.job.engine.scheduler.JobScheduler;
import io.wave.job.engine.store.JobRow;
import io.wave.job.engine.store.JobSubmission;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A runner whose work outlives the worker, as a pod does: attach, detach, abort and dispose. */
class LongLivedRunnerIT extends LoneReplicaTest {

    private static final Outcome IMAGE = new Outcome.Succeeded(Digest.of(new byte[] {1}));

    private final Cluster cluster = new Cluster();

    @Test
    void workOutlivesItsWorkerAndTheNextOneAttaches() {
        JobSubmission job = job(1, LONG, LONG);
        JobScheduler first = started();
        store.accept(job);
        Pod pod = awaitPod(job);
        Object deadline = deadline(job);
        first.stop();
        assertThat(pod.end).isNotDone();
        assertThat(state(job)).isEqualTo("RUNNING");
        assertThat(table.find(JobKind.BUILD, job.id()).orElseThrow().launched()).isTrue();
        JobScheduler second = started();
        await().atMost(TIMEOUT).until(() -> pod.attached.get() == 1);
        pod.end.complete(IMAGE);
        assertThat(awaitEnd(job).state()).isEqualTo(JobState.SUCCEEDED);
        JobRow row = table.find(JobKind.BUILD, job.id()).orElseThrow();
        assertThat(row.attempt()).isOne();
        assertThat(row.lost()).isZero();
        assertThat(deadline(job)).isEqualTo(deadline);
        assertThat(cluster.launches).containsOnlyOnce(job.id());
        await().atMost(TIMEOUT).until(() -> !cluster.pods.containsKey(job.id()));
        second.stop();
    }

    @Test
    void workerThatLostItsLeaseDetaches() {
        JobSubmission job = job(1, LONG, LONG);
        JobScheduler first = replica(cluster.runner(), disk, Duration.ofSeconds(3));
        first.start();
        store.accept(job);
        Pod pod = awaitPod(job);
        // A renewal may come before the next claim.
        await().atMost(TIMEOUT).until(() -> {
            loseLease(job);
            return pod.attached.get() > 0;
        });
        await().atMost(TIMEOUT).until(() -> pod.detached.get() > 0);
        assertThat(pod.end).isNotDone();
        pod.end.complete(IMAGE);
        assertThat(awaitEnd(job).state()).isEqualTo(JobState.SUCCEEDED);
        assertThat(cluster.launches).containsOnlyOnce(job.id());
        first.stop();
    }

    @Test
    void cancelEndsTheWorkAndDisposesOfIt() {
        JobSubmission job = job(1, LONG, LONG);
        JobScheduler first = started();
        store.accept(job);
        Pod pod = awaitPod(job);
        store.cancel(JobKind.BUILD, job.id());
        assertThat(awaitEnd(job).failure()).isEqualTo("build was cancelled");
        assertThat(pod.end).isDone();
        await().atMost(TIMEOUT).until(() -> !cluster.pods.containsKey(job.id()));
        first.stop();
    }

    @Test
    void deadlineThatPassesWithoutAWorkerIsEnforcedByTheNextOne() {
        JobSubmission job = job(1, LONG, Duration.ofSeconds(2));
        JobScheduler first = started();
        store.accept(job);
        Pod pod = awaitPod(job);
        first.stop();
        assertThat(pod.end).isNotDone();
        JobScheduler second = started();
        assertThat(awaitEnd(job).failure()).startsWith("build timed out");
        assertThat(pod.end).isDone();
        assertThat(cluster.launches).containsOnlyOnce(job.id());
        await().atMost(TIMEOUT).until(() -> !cluster.pods.containsKey(job.id()));
        second.stop();
    }

    @Test
    void vanishedWorkIsLaunchedAgainAndCountsAsLost() {
        JobSubmission job = job(1, LONG, LONG);
        JobScheduler first = started();
        store.accept(job);
        awaitPod(job);
        first.stop();
        cluster.pods.remove(job.id());
        JobScheduler second = started();
        Pod pod = awaitPod(job);
        assertThat(table.find(JobKind.BUILD, job.id()).orElseThrow().lost()).isOne();
        pod.end.complete(IMAGE);
        assertThat(awaitEnd(job).state()).isEqualTo(JobState.SUCCEEDED);
        second.stop();
    }

    private JobScheduler started() {
        JobScheduler replica = replica(cluster.runner());
        replica.start();
        return replica;
    }

    private Pod awaitPod(JobSubmission job) {
        return await().atMost(TIMEOUT)
                .until(() -> Optional.ofNullable(cluster.pods.get(job.id())), Optional::isPresent)
                .orElseThrow();
    }

    private Object deadline(JobSubmission job) {
        return jdbc.sql("SELECT run_deadline FROM jobs.job WHERE id = ?")
                .param(job.id())
                .query(java.time.OffsetDateTime.class)
                .single();
    }

    /** What runs on, whatever becomes of workers. */
    private static final class Cluster {

        private final Map<String, Pod> pods = new ConcurrentHashMap<>();
        private final Queue<String> launches = new ConcurrentLinkedQueue<>();

        Runner runner() {
            return new Runner() {
                @Override
                public String name() {
                    return "cluster";
                }

                @Override
                public Optional<Execution> attach(Attempt attempt, Optional<Plan.Tools> tools) {
                    return Optional.ofNullable(pods.get(attempt.jobId())).map(pod -> {
                        pod.attached.incrementAndGet();
                        return new Following(pod);
                    });
                }

                @Override
                public Execution launch(Attempt attempt, Plan.Tools tools) {
                    launches.add(attempt.jobId());
                    return new Following(pods.computeIfAbsent(
                            attempt.jobId(),
                            _ -> new Pod(new CompletableFuture<>(), new AtomicInteger(), new AtomicInteger())));
                }

                @Override
                public void dispose(String jobId) {
                    pods.remove(jobId);
                }
            };
        }

        private static final class Following implements Execution {

            private final Pod pod;
            private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();

            Following(Pod pod) {
                this.pod = pod;
                CompletableFuture<Void> _ = pod.end.thenAccept(outcome::complete);
            }

            @Override
            public CompletableFuture<Outcome> outcome() {
                return outcome;
            }

            @Override
            public void abort() {
                pod.end.complete(new Outcome.Stopped());
            }

            @Override
            public void detach() {
                pod.detached.incrementAndGet();
                outcome.complete(new Outcome.Detached());
            }
        }
    }

    /** A pod, and how often it was attached to and detached from. */
    private record Pod(CompletableFuture<Outcome> end, AtomicInteger attached, AtomicInteger detached) {}
}
