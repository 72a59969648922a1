package io.wave.job.engine.store;

import io.wave.job.JobKind;
import io.wave.job.JobRecord;
import io.wave.job.JobState;
import io.wave.job.engine.outcome.Result;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The SQL of the job table. Every instant is written and compared with the clock of the database, and every write of an
 * attempt is conditional on its fence. Methods take part in the transaction of the caller and publish no events: {@link
 * JobStore} does.
 */
public final class JobTable {

    /** Maximum number of rows that one statement changes. */
    private static final int AT_ONCE = 500;

    /** Claims the rows of the query {@code next}. */
    private static final String CLAIM = """
            UPDATE jobs.job SET
                state = CASE WHEN state IN ('CANCELLING', 'TIMING_OUT') THEN state ELSE 'RUNNING' END,
                sequence = sequence + 1, fence = fence + 1, holder = :holder,
                lease_until = now() + :lease * interval '1 millisecond',
                started_at = CASE WHEN queued_by_runner THEN started_at ELSE coalesce(started_at, now()) END,
                run_deadline = coalesce(run_deadline, now() + run_timeout)
            FROM next WHERE id = next_id
            """;

    private static final String RETURNING = "RETURNING " + JobRowMapper.COLUMNS;

    private final JdbcClient jdbc;

    public JobTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Inserts a job; empty if the id is known, or if the state is live and the target has a live job already. */
    public Optional<JobRow> insert(JobSubmission job, JobState state, @Nullable String trace) {
        return insert(job, state, null, trace);
    }

    /** Inserts a job that failed before it was accepted; empty if the id is known. */
    public Optional<JobRow> insertFailed(JobSubmission job, String failure, @Nullable String trace) {
        return insert(job, JobState.FAILED, failure, trace);
    }

    private Optional<JobRow> insert(
            JobSubmission job, JobState state, @Nullable String failure, @Nullable String trace) {
        return jdbc.sql("""
                        INSERT INTO jobs.job (id, kind, target, generation, tenant, sequence, state, spec, run_timeout,
                            submitted_at, queue_deadline, failure, traceparent, finished_at, logins)
                        VALUES (:id, :kind, :target, :generation, :tenant, 1, :state, :spec,
                            :runTimeout * interval '1 millisecond', :submittedAt,
                            now() + :queueTimeout * interval '1 millisecond', :failure, :trace,
                            CASE WHEN :final THEN now() END, :logins)
                        ON CONFLICT DO NOTHING
                        """ + RETURNING)
                .param("id", job.id())
                .param("kind", job.kind().toString())
                .param("target", job.target())
                .param("generation", job.generation())
                .param("tenant", job.tenant())
                .param("state", state.name())
                .param("spec", job.spec())
                .param("runTimeout", job.runTimeout().toMillis())
                .param("submittedAt", java.sql.Timestamp.from(job.submittedAt()))
                .param("queueTimeout", job.queueTimeout().toMillis())
                .param("failure", failure)
                .param("trace", trace)
                .param("final", state.isFinal())
                .param("logins", state.isFinal() ? null : job.logins())
                .query(JobRowMapper::map)
                .optional();
    }

    public Optional<JobRow> find(JobKind kind, String id) {
        return jdbc.sql("SELECT " + JobRowMapper.COLUMNS + " FROM jobs.job WHERE kind = :kind AND id = :id")
                .param("kind", kind.toString())
                .param("id", id)
                .query(JobRowMapper::map)
                .optional();
    }

    /**
     * Claims running jobs whose lease has expired. Jobs past their deadline are left to {@link #timeOut}.
     *
     * @param except ids of jobs that are not claimed
     */
    public List<JobRow> claimExpired(
            JobKind kind, String holder, Duration lease, int limit, Collection<String> except) {
        return claim(
                "state IN ('RUNNING', 'PUSHING') AND lease_until <= now() AND run_deadline > now() AND NOT id = ANY (:except)",
                kind,
                holder,
                lease,
                limit,
                except);
    }

    /**
     * Claims queued jobs: in turn one of each tenant, beginning with the tenants that have the fewest running jobs. Jobs past their
     * deadline are left to {@link #expireQueued}. Claims that must keep limits exclude each other until the end of the transaction.
     *
     * @param except ids of jobs that are not claimed
     */
    public List<JobRow> claimQueued(
            JobKind kind, String holder, Duration lease, int limit, Collection<String> except, RunningLimits limits) {
        if (!limits.equals(RunningLimits.NONE)) {
            jdbc.sql("SELECT pg_advisory_xact_lock(hashtext('jobs.job'), hashtext(:kind))")
                    .param("kind", kind.toString())
                    .query((_, _) -> true)
                    .single();
        }
        return jdbc.sql("""
                        WITH running AS (
                            SELECT tenant, count(*) AS jobs FROM jobs.job
                            WHERE kind = :kind AND state IN ('RUNNING', 'PUSHING', 'CANCELLING', 'TIMING_OUT')
                            GROUP BY tenant),
                        queue AS (
                            SELECT id AS queued_id, coalesce(running.jobs, 0) + row_number()
                                OVER (PARTITION BY tenant ORDER BY accepted_at, id) AS turn
                            FROM jobs.job LEFT JOIN running USING (tenant)
                            WHERE kind = :kind AND state = 'QUEUED' AND queue_deadline > now() AND NOT id = ANY (:except)),
                        next AS (
                            SELECT id AS next_id FROM jobs.job JOIN queue ON id = queued_id
                            WHERE state = 'QUEUED' AND turn <= :perTenant
                            ORDER BY turn, accepted_at
                            LIMIT greatest(0, least(:limit, :total - (SELECT coalesce(sum(jobs), 0) FROM running)))
                            FOR UPDATE OF job SKIP LOCKED)
                        """ + CLAIM + RETURNING)
                .param("kind", kind.toString())
                .param("holder", holder)
                .param("lease", lease.toMillis())
                .param("limit", limit)
                .param("except", except.toArray(String[]::new))
                .param("perTenant", limits.perTenant())
                .param("total", limits.total())
                .query(JobRowMapper::map)
                .list();
    }

    /** Claims jobs that are to stop and whose lease has expired, to end what is left of them. */
    public List<JobRow> claimStopping(JobKind kind, String holder, Duration lease, int limit) {
        return claim(
                "state IN ('CANCELLING', 'TIMING_OUT') AND lease_until <= now()",
                kind,
                holder,
                lease,
                limit,
                List.of());
    }

    private List<JobRow> claim(
            String condition, JobKind kind, String holder, Duration lease, int limit, Collection<String> except) {
        return jdbc.sql("""
                        WITH next AS (
                            SELECT id AS next_id FROM jobs.job
                            WHERE kind = :kind AND (%s)
                            ORDER BY accepted_at LIMIT :limit
                            FOR UPDATE SKIP LOCKED)
                        """.formatted(condition) + CLAIM + RETURNING)
                .param("kind", kind.toString())
                .param("holder", holder)
                .param("lease", lease.toMillis())
                .param("limit", limit)
                .param("except", except.toArray(String[]::new))
                .query(JobRowMapper::map)
                .list();
    }

    /**
     * Counts a launch, and the previous one as lost if its end was not observed. From the second launch on, the run
     * deadline is extended. Empty if the job was claimed by another attempt, is to stop, or was launched more often
     * already.
     */
    public Optional<JobRow> launch(String id, long fence, int attempt) {
        return jdbc.sql("""
                        UPDATE jobs.job SET attempt = attempt + 1, launched = true, queued_by_runner = false,
                            started_at = coalesce(started_at, now()),
                            lost = lost + CASE WHEN launched THEN 1 ELSE 0 END,
                            sequence = sequence + CASE WHEN attempt > 0 THEN 1 ELSE 0 END,
                            run_deadline = CASE WHEN attempt > 0 THEN now() + run_timeout ELSE run_deadline END
                        WHERE id = :id AND fence = :fence AND attempt = :attempt AND state = 'RUNNING'
                        """ + RETURNING)
                .param("id", id)
                .param("fence", fence)
                .param("attempt", attempt)
                .query(JobRowMapper::map)
                .optional();
    }

    /**
     * Puts a launched job into the queue of its runner. Empty if it is there already, was claimed by another attempt, or is to stop.
     */
    public Optional<JobRow> queue(String id, long fence) {
        return updateRunning(id, fence, """
                        UPDATE jobs.job SET queued_by_runner = true, started_at = NULL, sequence = sequence + 1
                        WHERE id = :id AND fence = :fence AND state = 'RUNNING' AND NOT queued_by_runner
                        """);
    }

    /**
     * Takes a launched job out of the queue of its runner: its run time begins. Empty if it is not there, was claimed by another
     * attempt, or is to stop.
     */
    public Optional<JobRow> dequeue(String id, long fence) {
        return updateRunning(id, fence, """
                        UPDATE jobs.job SET queued_by_runner = false, started_at = now(), run_deadline = now() + run_timeout,
                            sequence = sequence + 1
                        WHERE id = :id AND fence = :fence AND state = 'RUNNING' AND queued_by_runner
                        """);
    }

    private Optional<JobRow> updateRunning(String id, long fence, String update) {
        return jdbc.sql(update + RETURNING)
                .param("id", id)
                .param("fence", fence)
                .query(JobRowMapper::map)
                .optional();
    }

    /**
     * Moves the run deadline of a launched job that waits in the queue of its runner. Nothing is changed if the job was claimed by
     * another attempt, or is to stop.
     *
     * @return whether the queue deadline of the job is not over
     */
    public boolean keepQueued(String id, long fence) {
        return jdbc.sql("""
                        UPDATE jobs.job SET run_deadline = now() + run_timeout
                        WHERE id = :id AND fence = :fence AND state = 'RUNNING'
                        RETURNING queue_deadline > now()
                        """)
                .param("id", id)
                .param("fence", fence)
                .query(Boolean.class)
                .optional()
                .orElse(true);
    }

    /**
     * Renews the leases of these attempts; returns those whose job has not ended or been claimed by another attempt.
     */
    public List<Renewed> renew(Collection<JobRow> attempts, Duration lease) {
        if (attempts.isEmpty()) {
            return List.of();
        }
        return jdbc.sql("""
                        UPDATE jobs.job SET lease_until = now() + :lease * interval '1 millisecond'
                        WHERE (id, fence) IN (:attempts) AND finished_at IS NULL
                        RETURNING fence, %s
                        """.formatted(JobRowMapper.RECORD_COLUMNS))
                .param("lease", lease.toMillis())
                .param(
                        "attempts",
                        attempts.stream()
                                .map(row -> new Object[] {row.id(), row.fence()})
                                .toList())
                .query((row, number) -> new Renewed(row.getLong("fence"), JobRowMapper.job(row, number)))
                .list();
    }

    /**
     * A renewed attempt.
     *
     * @param fence fence of the attempt
     * @param job the current job record
     */
    public record Renewed(long fence, JobRecord job) {}

    /**
     * Releases a job, so that it can be claimed immediately.
     *
     * @param running whether a launch may still run, or is to count as lost
     */
    public void release(String id, long fence, boolean running) {
        jdbc.sql("""
                        UPDATE jobs.job SET lease_until = now(), holder = NULL, launched = launched AND :running
                        WHERE id = :id AND fence = :fence AND finished_at IS NULL
                        """)
                .param("running", running)
                .param("id", id)
                .param("fence", fence)
                .update();
    }

    /**
     * Ends the leases of all jobs of a kind, whose holders must have ended. A launch of theirs counts as lost, as when a lease expires.
     *
     * @return how many there were
     */
    public int endLeases(JobKind kind) {
        return jdbc.sql("""
                        UPDATE jobs.job SET lease_until = now()
                        WHERE kind = :kind AND finished_at IS NULL AND lease_until > now()
                        """).param("kind", kind.toString()).update();
    }

    /**
     * Applies a change of an attempt; empty if another attempt has claimed the job, or if the state does not allow it.
     */
    public Optional<JobRow> change(String id, long fence, StateChange change) {
        return update("id = :id AND fence = :fence", change)
                .param("id", id)
                .param("fence", fence)
                .query(JobRowMapper::map)
                .optional();
    }

    /** Applies a change that does not come from an attempt; empty if the state does not allow it. */
    public Optional<JobRow> change(String id, StateChange change) {
        return update("id = :id", change)
                .param("id", id)
                .query(JobRowMapper::map)
                .optional();
    }

    /** Fails jobs that were not started before their queue deadline, up to a limit per call. */
    public List<JobRow> expireQueued(JobKind kind, String failure) {
        return update("""
                        id IN (SELECT id FROM jobs.job
                            WHERE kind = :kind AND queue_deadline <= now() AND state IN ('WAITING', 'QUEUED')
                            ORDER BY accepted_at LIMIT :limit FOR UPDATE SKIP LOCKED)""", new StateChange.FailUnstarted(failure))
                .param("kind", kind.toString())
                .param("limit", AT_ONCE)
                .query(JobRowMapper::map)
                .list();
    }

    /** Requests the stop of jobs past their run deadline, whether they have a holder or not, up to a limit per call. */
    public List<JobRow> timeOut(JobKind kind) {
        return jdbc.sql("""
                        UPDATE jobs.job SET state = 'TIMING_OUT', sequence = sequence + 1
                        WHERE id IN (SELECT id FROM jobs.job
                            WHERE kind = :kind AND state IN ('RUNNING', 'PUSHING') AND run_deadline <= now()
                            ORDER BY accepted_at LIMIT :limit FOR UPDATE SKIP LOCKED)
                        """ + RETURNING)
                .param("kind", kind.toString())
                .param("limit", AT_ONCE)
                .query(JobRowMapper::map)
                .list();
    }

    /** Queues the oldest waiting job of each target that has no live job. */
    public List<JobRow> promote(JobKind kind) {
        return promote(kind, null);
    }

    /** Queues the oldest waiting job of this target, unless the target has a live job. */
    public List<JobRow> promoteNext(JobRow ended) {
        return promote(ended.job().kind(), ended.job().target());
    }

    /** Queues the oldest waiting job of this target, or of every target if null, unless the target has a live job. */
    private List<JobRow> promote(JobKind kind, @Nullable String target) {
        return jdbc.sql("""
                        UPDATE jobs.job SET state = 'QUEUED', sequence = sequence + 1
                        WHERE id IN (
                            SELECT DISTINCT ON (target) id FROM jobs.job waiting
                            WHERE kind = :kind AND state = 'WAITING'
                                AND (CAST(:target AS text) IS NULL OR target = :target) AND NOT EXISTS (
                                SELECT 1 FROM jobs.job live WHERE live.kind = waiting.kind
                                    AND live.target = waiting.target
                                    AND live.state IN ('QUEUED', 'RUNNING', 'PUSHING', 'CANCELLING', 'TIMING_OUT'))
                            ORDER BY target, generation LIMIT :limit)
                            AND state = 'WAITING'
                        """ + RETURNING)
                .param("kind", kind.toString())
                .param("target", target)
                .param("limit", AT_ONCE)
                .query(JobRowMapper::map)
                .list();
    }

    /** Ids of the jobs of this holder that are to stop. */
    public List<String> stopRequested(String holder) {
        return jdbc.sql("SELECT id FROM jobs.job WHERE holder = :holder AND state IN ('CANCELLING', 'TIMING_OUT')")
                .param("holder", holder)
                .query((row, _) -> row.getString("id"))
                .list();
    }

    /**
     * A page of job records in order of id: of live jobs and of those that ended within this time.
     *
     * @param after the last id of the previous page; empty for the first page
     */
    public List<JobRecord> records(JobKind kind, Duration finishedWithin, String after, int limit) {
        return jdbc.sql("SELECT " + JobRowMapper.RECORD_COLUMNS + """
                         FROM jobs.job
                        WHERE kind = :kind AND id > :after AND (finished_at IS NULL
                            OR finished_at > now() - :within * interval '1 millisecond')
                        ORDER BY id LIMIT :limit
                        """)
                .param("kind", kind.toString())
                .param("after", after)
                .param("within", finishedWithin.toMillis())
                .param("limit", limit)
                .query(JobRowMapper::job)
                .list();
    }

    /** How many jobs have not ended. */
    public Live live(JobKind kind) {
        return jdbc.sql("""
                        SELECT count(*) FILTER (WHERE waits) AS waiting, count(*) FILTER (WHERE NOT waits) AS running
                        FROM (SELECT state IN ('WAITING', 'QUEUED') OR state = 'RUNNING' AND queued_by_runner AS waits
                            FROM jobs.job WHERE kind = :kind
                                AND state IN ('WAITING', 'QUEUED', 'RUNNING', 'PUSHING', 'CANCELLING', 'TIMING_OUT')) live
                        """)
                .param("kind", kind.toString())
                .query((row, _) -> new Live(row.getLong("waiting"), row.getLong("running")))
                .single();
    }

    /**
     * Numbers of jobs that have not ended.
     *
     * @param waiting those that wait, in the queue of a runner too
     * @param running those that run
     */
    public record Live(long waiting, long running) {}

    /** Deletes jobs that ended longer ago than this, except for those that another replica is deleting. */
    public int deleteFinished(JobKind kind, Duration finishedBefore, int limit) {
        return jdbc.sql("""
                        DELETE FROM jobs.job WHERE id IN (
                            SELECT id FROM jobs.job
                            WHERE kind = :kind AND finished_at < now() - :before * interval '1 millisecond'
                            ORDER BY finished_at LIMIT :limit
                            FOR UPDATE SKIP LOCKED)
                        """)
                .param("kind", kind.toString())
                .param("before", finishedBefore.toMillis())
                .param("limit", limit)
                .update();
    }

    private JdbcClient.StatementSpec update(String condition, StateChange change) {
        return parameters(jdbc.sql("""
                        UPDATE jobs.job SET state = :to, sequence = sequence + 1, digest = :digest, report = :report,
                            counts = CAST(:counts AS jsonb), failure = :failure, exit_code = :exitCode, note = :note,
                            finished_at = CASE WHEN :final THEN now() END,
                            logins = CASE WHEN :final THEN NULL ELSE logins END
                        WHERE %s AND state IN (:from)
                        """.formatted(condition) + RETURNING), change);
    }

    private static JdbcClient.StatementSpec parameters(JdbcClient.StatementSpec statement, StateChange change) {
        JdbcClient.StatementSpec common = statement
                .param("to", change.to().name())
                .param("final", change.to().isFinal())
                .param("from", change.from().stream().map(JobState::name).toList());
        return switch (change) {
            case StateChange.Succeed(Result.Image(var digest), var note) ->
                result(common, digest.toString(), null, null, note);
            case StateChange.Succeed(Result.Report(var report, var counts), var note) ->
                result(common, null, report, JobCounts.write(counts), note);
            case StateChange.Succeed(Result.Nothing(), var note) -> result(common, null, null, null, note);
            case StateChange.Fail(var failure, var exitCode) -> failure(common, failure, exitCode);
            case StateChange.FailUnstarted(var failure) -> failure(common, failure, null);
            case StateChange.Push _, StateChange.Cancel _ -> failure(common, null, null);
        };
    }

    private static JdbcClient.StatementSpec result(
            JdbcClient.StatementSpec statement,
            @Nullable String digest,
            @Nullable String report,
            @Nullable String counts,
            @Nullable String note) {
        return statement
                .param("digest", digest)
                .param("report", report)
                .param("counts", counts)
                .param("note", note)
                .param("failure", null)
                .param("exitCode", null);
    }

    private static JdbcClient.StatementSpec failure(
            JdbcClient.StatementSpec statement, @Nullable String failure, @Nullable Integer exitCode) {
        return statement
                .param("digest", null)
                .param("report", null)
                .param("counts", null)
                .param("note", null)
                .param("failure", failure)
                .param("exitCode", exitCode);
    }
}
