package io.wave.job.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.wave.image.Digest;
import io.wave.job.JobKind;
import io.wave.job.JobState;
import io.wave.job.engine.outcome.Result;
import io.wave.job.engine.store.JobRow;
import io.wave.job.engine.store.JobSubmission;
import io.wave.job.engine.store.JobTable;
import io.wave.job.engine.store.RunningLimits;
import io.wave.job.engine.store.StateChange;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** No method of the job table keeps a connection. */
class ConnectionLeakIT extends EngineTest {

    private static final Duration TIME = Duration.ofMinutes(1);

    @Autowired
    private HikariDataSource dataSource;

    private final Set<String> called = new TreeSet<>();

    @Test
    void everyConnectionIsReturned() {
        JobSubmission job = job(1, LONG, LONG);
        JobSubmission other = job(2, LONG, LONG);
        call("insert", () -> table.insert(job, JobState.QUEUED, null));
        call("insertFailed", () -> table.insertFailed(other, "failed", null));
        call("find", () -> table.find(JobKind.BUILD, job.id()));
        call("claimExpired", () -> table.claimExpired(JobKind.MIRROR, "holder", TIME, 10, List.of()));
        call(
                "claimQueued",
                () -> table.claimQueued(JobKind.MIRROR, "holder", TIME, 10, List.of(), new RunningLimits(5, 5)));
        call("claimStopping", () -> table.claimStopping(JobKind.MIRROR, "holder", TIME, 10));
        call("launch", () -> table.launch(job.id(), -1, 0));
        JobRow row = table.find(JobKind.BUILD, job.id()).orElseThrow();
        call("renew", () -> table.renew(List.of(row), TIME));
        call("release", () -> table.release(job.id(), -1, false));
        call("endLeases", () -> table.endLeases(JobKind.MIRROR));
        call("change", () -> table.change(job.id(), -1, new StateChange.Push()));
        for (Result result : List.of(
                new Result.Image(Digest.of(new byte[0])), new Result.Report("reports/r"), new Result.Nothing())) {
            call("change", () -> table.change("none", new StateChange.Succeed(result, null)));
        }
        call("queue", () -> table.queue(job.id(), -1));
        call("keepQueued", () -> table.keepQueued(job.id(), -1));
        call("dequeue", () -> table.dequeue(job.id(), -1));
        call("expireQueued", () -> table.expireQueued(JobKind.MIRROR, "late"));
        call("timeOut", () -> table.timeOut(JobKind.MIRROR));
        call("promote", () -> table.promote(JobKind.MIRROR));
        call("promoteNext", () -> table.promoteNext(row));
        call("stopRequested", () -> table.stopRequested("nobody"));
        call("records", () -> table.records(JobKind.BUILD, TIME, "", 500));
        call("live", () -> table.live(JobKind.BUILD));
        call("deleteFinished", () -> table.deleteFinished(JobKind.MIRROR, TIME, 1));
        assertThat(called).isEqualTo(methods());
    }

    private void call(String name, Runnable method) {
        for (int times = 0; times < 3; times++) {
            method.run();
        }
        called.add(name);
        await().atMost(TIMEOUT)
                .untilAsserted(() -> assertThat(dataSource.getHikariPoolMXBean().getActiveConnections())
                        .as(name)
                        .isZero());
    }

    private static Set<String> methods() {
        return Arrays.stream(JobTable.class.getDeclaredMethods())
                .filter(method -> !Modifier.isPrivate(method.getModifiers()) && !method.isSynthetic())
                .map(Method::getName)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
