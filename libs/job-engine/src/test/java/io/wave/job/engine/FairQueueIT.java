package io.wave.job.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.wave.job.JobKind;
import io.wave.job.engine.outcome.Result;
import io.wave.job.engine.store.JobRow;
import io.wave.job.engine.store.JobSubmission;
import io.wave.job.engine.store.RunningLimits;
import io.wave.job.engine.store.StateChange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which queued jobs are started next. The jobs are of a kind that no scheduler runs. */
class FairQueueIT extends EngineTest {

    private static final int MANY = 100;
    private static final Path CHART = Path.of("../../deploy/helm/src/test/resources/golden/full.yaml");

    @BeforeEach
    void emptyQueue() {
        jdbc.sql("DELETE FROM jobs.job WHERE kind = 'mirror'").update();
    }

    @Test
    void tenantsTakeTurns() {
        accept("a1", "alice");
        accept("a2", "alice");
        accept("a3", "alice");
        accept("b1", "bob");
        accept("b2", "bob");
        assertThat(claim(3, RunningLimits.NONE)).containsExactlyInAnyOrder("a1", "b1", "a2");
        assertThat(claim(MANY, RunningLimits.NONE)).containsExactlyInAnyOrder("b2", "a3");
    }

    @Test
    void tenantWithRunningJobsWaitsForTheOthers() {
        accept("a1", "alice");
        accept("a2", "alice");
        accept("a3", "alice");
        assertThat(claim(2, RunningLimits.NONE)).containsExactlyInAnyOrder("a1", "a2");
        accept("b1", "bob");
        assertThat(claim(1, RunningLimits.NONE)).containsExactly("b1");
        assertThat(claim(1, RunningLimits.NONE)).containsExactly("a3");
    }

    @Test
    void tenantRunsNoMoreThanItsLimit() {
        RunningLimits limits = new RunningLimits(MANY, 1);
        accept("a1", "alice");
        accept("a2", "alice");
        accept("b1", "bob");
        List<JobRow> first = claimRows(MANY, limits);
        assertThat(first).extracting(JobRow::id).containsExactlyInAnyOrder("a1", "b1");
        assertThat(claim(MANY, limits)).isEmpty();
        end(first.stream().filter(row -> row.id().equals("a1")).findFirst().orElseThrow());
        assertThat(claim(MANY, limits)).containsExactly("a2");
    }

    @Test
    void jobOfALostWorkerIsClaimedAgainAtTheLimit() {
        RunningLimits limits = new RunningLimits(1, 1);
        accept("a1", "alice");
        accept("a2", "alice");
        assertThat(claim(MANY, limits)).containsExactly("a1");
        jdbc.sql("UPDATE jobs.job SET lease_until = now() - interval '1 second' WHERE id = 'a1'")
                .update();
        assertThat(claim(MANY, limits)).containsExactly("a1");
    }

    @Test
    void concurrentReplicasKeepTheLimitTogether() throws Exception {
        int replicas = 4;
        RunningLimits limits = new RunningLimits(6, MANY);
        for (int number = 0; number < MANY; number++) {
            accept("job" + number, "tenant" + number % 7);
        }
        CyclicBarrier barrier = new CyclicBarrier(replicas);
        Callable<List<String>> replica = () -> {
            barrier.await();
            return claim(2, limits);
        };
        List<String> claimed = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(replicas)) {
            for (Future<List<String>> future : threads.invokeAll(List.of(replica, replica, replica, replica))) {
                claimed.addAll(future.get());
            }
        }
        assertThat(claimed).hasSize(6).doesNotHaveDuplicates();
        assertThat(claim(MANY, limits)).isEmpty();
    }

    /** KEDA gets as many workers of the Helm chart as this number needs. */
    @Test
    void chartCountsQueuedAndRunningJobs() throws IOException {
        accept("a1", "alice");
        accept("a2", "alice");
        accept("b1", "bob");
        JobRow running = claimRows(1, RunningLimits.NONE).getFirst();
        assertThat(countOfChart()).isEqualTo(3);
        end(running);
        assertThat(countOfChart()).isEqualTo(2);
    }

    private int countOfChart() throws IOException {
        String query = Files.readAllLines(CHART).stream()
                .map(String::strip)
                .filter(line -> line.startsWith("query: ") && line.contains("'mirror'"))
                .findFirst()
                .orElseThrow()
                .replaceAll("^query: \"|\"$", "");
        return jdbc.sql(query).query(Integer.class).single();
    }

    private void accept(String id, String tenant) {
        store.accept(new JobSubmission(
                JobKind.MIRROR, id, "registry.test/" + id, 1, tenant, "{}", LONG, LONG, Instant.now()));
    }

    private List<String> claim(int limit, RunningLimits limits) {
        return claimRows(limit, limits).stream().map(JobRow::id).toList();
    }

    private List<JobRow> claimRows(int limit, RunningLimits limits) {
        return store.claim(JobKind.MIRROR, "holder", Duration.ofMinutes(1), limit, List.of(), limits);
    }

    private void end(JobRow row) {
        assertThat(store.end(row, new StateChange.Succeed(new Result.Nothing(), null)))
                .isPresent();
    }
}
