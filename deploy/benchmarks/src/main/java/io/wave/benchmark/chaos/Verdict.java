package io.wave.benchmark.chaos;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What must hold when the workers are left alone again. */
final class Verdict {

    private static final Duration TIMEOUT = Duration.ofMinutes(5);

    private final JdbcClient jdbc;
    private final KafkaProperties kafka;
    private final Evidence evidence;
    private final List<String> complaints = new ArrayList<>();
    private String summary = "";

    Verdict(ApplicationContext context, Evidence evidence) {
        this.jdbc = context.getBean(JdbcClient.class);
        this.kafka = context.getBean(KafkaProperties.class);
        this.evidence = evidence;
    }

    List<String> complaints() {
        return complaints;
    }

    /** To be called while the workers run. */
    void awaitSettled(List<String> accepted, Workers workers, int workerCount) {
        settles("unfinished jobs", () -> jobs("state NOT IN ('SUCCEEDED', 'FAILED')"));
        settles("outbox rows", () -> select("SELECT subject FROM jobs.outbox"));
        settles("targets with running processes", evidence::held);
        settles(
                "work folders",
                () -> IntStream.range(0, workerCount)
                        .mapToObj(workers::workFolder)
                        .flatMap(Verdict::children)
                        .toList());
        settles(
                "open transactions",
                () -> select("SELECT query FROM pg_stat_activity"
                        + " WHERE state LIKE 'idle in transaction%' AND state_change < now() - interval '5 s'"));
        if (workers.endedByThemselves() > 0) {
            complaints.add("%d workers ended by themselves".formatted(workers.endedByThemselves()));
        }
        judge(accepted, Evidence.ends(kafka.buildConsumerProperties()));
    }

    private void judge(List<String> accepted, Map<String, Set<String>> ends) {
        List<String> succeeded = jobs("state = 'SUCCEEDED'");
        List<String> worked = evidence.worked();
        complain("jobs without a final event in Kafka", except(accepted, job -> ends.containsKey(job)));
        complain(
                "jobs that ended more than once",
                except(accepted, job -> ends.getOrDefault(job, Set.of()).size() <= 1));
        complain("final events of unknown jobs", except(List.copyOf(ends.keySet()), accepted::contains));
        complain("concurrent processes of one target", evidence.violations());
        complain("succeeded jobs whose process did not complete", except(succeeded, worked::contains));
        summary = "%d jobs accepted, %d succeeded, %d failed; %d processes started, %d completed"
                .formatted(
                        accepted.size(),
                        succeeded.size(),
                        jobs("state = 'FAILED'").size(),
                        evidence.launched().size(),
                        worked.size());
    }

    private static List<String> except(List<String> jobs, Predicate<String> holds) {
        return jobs.stream().filter(holds.negate()).toList();
    }

    /** Called after the workers were stopped: all other connections belong to this process. */
    void afterStop() {
        settles(
                "connections of workers",
                () -> select("SELECT pid || ' ' || query FROM pg_stat_activity"
                        + " WHERE datname = current_database() AND application_name <> 'submitter'"));
    }

    private List<String> jobs(String condition) {
        return select("SELECT id FROM jobs.job WHERE " + condition);
    }

    private List<String> select(String query) {
        return jdbc.sql(query).query((row, _) -> row.getString(1)).list();
    }

    private static Stream<String> children(Path folder) {
        if (Files.notExists(folder)) {
            return Stream.empty();
        }
        try (Stream<Path> children = Files.list(folder)) {
            return children.map(Path::toString).toList().stream();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void settles(String what, Supplier<List<String>> left) {
        Callable<Boolean> none = () -> left.get().isEmpty();
        try {
            await().atMost(TIMEOUT).pollInterval(Duration.ofSeconds(1)).until(none);
        } catch (ConditionTimeoutException late) {
            complain(what, left.get());
        }
    }

    private void complain(String what, List<String> which) {
        if (!which.isEmpty()) {
            complaints.add("%d %s: %s"
                    .formatted(which.size(), what, which.stream().limit(20).toList()));
        }
    }

    @Override
    public String toString() {
        return summary;
    }
}
