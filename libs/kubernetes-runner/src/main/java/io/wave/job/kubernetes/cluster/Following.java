package io.wave.job.kubernetes.cluster;

import io.kubernetes.client.openapi.models.V1Job;
import io.kubernetes.client.openapi.models.V1Pod;
import io.micrometer.core.instrument.Timer;
import io.wave.job.engine.container.ContainerEnd;
import io.wave.job.engine.container.ContainerListener;
import io.wave.job.engine.container.OutputQueue;
import io.wave.job.kubernetes.object.Names;
import io.wave.job.kubernetes.status.JobObjects;
import io.wave.job.kubernetes.status.JobStatus;
import io.wave.job.kubernetes.status.StatusReader;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Follows one Job to its end: its status, and the logs of its pods. */
final class Following implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(100);
    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    /** How long a Job that was just created may be absent from what is watched, and how often is asked again. */
    private static final long RECHECK = Duration.ofSeconds(5).toNanos();
    /** How long the rest of a log is waited for when its Job has ended. */
    private static final long REST = Duration.ofSeconds(15).toNanos();

    private final Cluster cluster;
    private final String namespace;
    private final String name;
    private final NamespaceView view;
    private final Duration startTimeout;
    private final Timer starts;
    private final ContainerListener listener;
    private final Set<String> disrupted = new HashSet<>();
    private long begun = System.nanoTime();
    private long ticked = begun;
    private long rechecked = begun;
    private long queuedAt = begun - SECOND;
    private boolean queued;
    private long waitingSince = -1;
    /** Whether it is being started, and something is in the way. */
    private boolean obstructed;

    private boolean seenStarting;
    private boolean mayStillRun;
    private volatile JobObjects objects = new JobObjects(null, List.of(), OffsetDateTime.MIN);
    private @Nullable PodLog log;

    Following(
            Cluster cluster,
            String namespace,
            String jobId,
            NamespaceView view,
            Duration startTimeout,
            Timer starts,
            ContainerListener listener) {
        this.cluster = cluster;
        this.namespace = namespace;
        this.name = Names.of(jobId);
        this.view = view;
        this.startTimeout = startTimeout;
        this.starts = starts;
        this.listener = listener;
    }

    /** Whether the Job was given up although it may still run. */
    boolean mayStillRun() {
        return mayStillRun;
    }

    ContainerEnd toEnd() throws InterruptedException {
        while (true) {
            readLog();
            tick();
            objects = view.of(name);
            noteDisruptions();
            Optional<ContainerEnd> end = end(StatusReader.of(objects));
            if (end.isPresent()) {
                return end.get();
            }
        }
    }

    private Optional<ContainerEnd> end(JobStatus status) throws InterruptedException {
        if (!(status instanceof JobStatus.Suspended || status instanceof JobStatus.Absent)) {
            listener.dequeued();
        }
        switch (status) {
            case JobStatus.Absent() -> {
                return absent();
            }
            case JobStatus.Suspended() -> {
                return suspended();
            }
            case JobStatus.Starting(Optional<String> pod) -> {
                seenStarting = true;
                return starting(pod);
            }
            case JobStatus.Waiting(String reason, boolean permanent) -> {
                seenStarting = true;
                obstructed = false;
                return waiting(reason, permanent);
            }
            case JobStatus.Running(String pod, var _) -> {
                waitingSince = -1;
                runs(pod);
            }
            case JobStatus.Ended(ContainerEnd.Lost end, var _) -> {
                return lost(end);
            }
            case JobStatus.Ended(ContainerEnd end, Optional<String> pod) -> {
                if (pod.isPresent()) {
                    runs(pod.get());
                }
                readRest();
                return Optional.of(end);
            }
        }
        return Optional.empty();
    }

    /** The Job is not in the watched objects: it is too new for that, or somebody has deleted it. */
    private Optional<ContainerEnd> absent() throws InterruptedException {
        if (isDue() && cluster.find(namespace, name).isEmpty()) {
            return Optional.of(new ContainerEnd.Vanished());
        }
        return Optional.empty();
    }

    /** A suspended Job is queued: by Kueue, or by somebody who has suspended it. */
    private Optional<ContainerEnd> suspended() {
        waitingSince = -1;
        begun = System.nanoTime();
        if (!queued) {
            queued = true;
            listener.note("[the Kubernetes Job is suspended until there is room for it]");
        }
        if (begun - queuedAt < SECOND) {
            return Optional.empty();
        }
        queuedAt = begun;
        if (listener.queued()) {
            return Optional.empty();
        }
        mayStillRun = true;
        return Optional.of(new ContainerEnd.Failed(
                "its Kubernetes Job was not started in time: it is suspended until there is room"
                        + " for it in its queue"));
    }

    /** The Job that is given up must be that of this job still: what is watched may be old. */
    private Optional<ContainerEnd> lost(ContainerEnd.Lost end) throws InterruptedException {
        V1Job job = Objects.requireNonNull(objects.job());
        if (!isDue() || !cluster.deleteAtOnce(namespace, job)) {
            return Optional.empty();
        }
        view.awaitWithout(job);
        closeLog();
        listener.ended();
        return Optional.of(end);
    }

    private boolean isDue() {
        long now = System.nanoTime();
        boolean due = now - rechecked > RECHECK;
        if (due) {
            rechecked = now;
        }
        return due;
    }

    /** What is not in the status of a pod: a quota or a policy may refuse it, and its node may be unable to prepare it. */
    private Optional<ContainerEnd> starting(Optional<String> pod) throws InterruptedException {
        if (!obstructed) {
            waitingSince = -1;
        }
        if (!isDue()) {
            return Optional.empty();
        }
        Optional<String> obstacle = pod.isPresent()
                ? cluster.obstacle(namespace, pod.get()).map("its pod cannot be started: "::concat)
                : cluster.refusal(namespace, name).map("its pod is refused: "::concat);
        obstructed = obstacle.isPresent();
        return obstructed ? waiting(obstacle.get(), false) : Optional.empty();
    }

    private Optional<ContainerEnd> waiting(String reason, boolean permanent) {
        long now = System.nanoTime();
        if (waitingSince < 0) {
            waitingSince = now;
        }
        if (!permanent && now - waitingSince < startTimeout.toNanos()) {
            return Optional.empty();
        }
        mayStillRun = true;
        return Optional.of(new ContainerEnd.Failed(reason));
    }

    private void runs(String pod) {
        if (log != null && log.pod().equals(pod)) {
            return;
        }
        if (seenStarting && log == null) {
            starts.record(Duration.ofNanos(System.nanoTime() - begun));
        }
        closeLog();
        listener.started();
        log = new PodLog(pod, () -> cluster.log(namespace, pod), () -> hasEnded(pod));
    }

    private boolean hasEnded(String pod) {
        return switch (StatusReader.of(objects)) {
            case JobStatus.Running(String running, boolean ended) -> !running.equals(pod) || ended;
            case JobStatus.Ended _, JobStatus.Absent _ -> true;
            case JobStatus.Suspended _, JobStatus.Starting _, JobStatus.Waiting _ -> true;
        };
    }

    private void noteDisruptions() {
        for (V1Pod pod : objects.pods()) {
            String podName =
                    String.valueOf(Objects.requireNonNull(pod.getMetadata()).getName());
            Optional<String> disruption = StatusReader.disruption(pod);
            if (disruption.isPresent() && disrupted.add(podName)) {
                listener.note("[the pod was %s; another one follows]".formatted(disruption.get()));
            }
        }
    }

    private void tick() {
        long now = System.nanoTime();
        if (now - ticked > SECOND) {
            ticked = now;
            listener.tick();
        }
    }

    private void readLog() throws InterruptedException {
        if (log == null) {
            Thread.sleep(POLL);
            return;
        }
        OutputQueue output = log.output();
        for (byte[] part = output.next(POLL); part != null; part = output.next(Duration.ZERO)) {
            listener.output(part, part.length);
            tick();
        }
    }

    private void readRest() throws InterruptedException {
        long giveUp = System.nanoTime() + REST;
        while (log != null && !log.output().isAtEnd() && System.nanoTime() - giveUp < 0) {
            readLog();
        }
        closeLog();
        listener.ended();
    }

    private void closeLog() {
        if (log != null) {
            log.close();
        }
    }

    @Override
    public void close() {
        closeLog();
    }
}
