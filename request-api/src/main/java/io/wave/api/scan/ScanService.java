package io.wave.api.scan;

import io.wave.api.job.JobKinds;
import io.wave.api.job.JobLifecycle;
import io.wave.api.job.UserJob;
import io.wave.api.persistence.Position;
import io.wave.api.web.page.PageTimeFormat;
import io.wave.api.web.problem.ApiException;
import io.wave.job.JobId;
import io.wave.job.JobKind;
import io.wave.job.JobRecord;
import io.wave.job.JobState;
import io.wave.scan.ScanId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The scans of all replicas. An image is identified by its digest: it is scanned once, and again when the result has become
 * old. At most one scan of an image is live.
 */
@Service
public class ScanService implements JobKinds.Of {

    private static final int MAX_LISTED = 100;

    private final ScanRepository rows;
    private final ScanAdmission admission;
    private final WaitingScans waiting;
    private final JobLifecycle<ScanEntity> lifecycle;
    private final ScanProperties properties;

    ScanService(
            ScanRepository rows,
            ScanAdmission admission,
            WaitingScans waiting,
            JobLifecycle<ScanEntity> lifecycle,
            ScanProperties properties) {
        this.rows = rows;
        this.admission = admission;
        this.waiting = waiting;
        this.lifecycle = lifecycle;
        this.properties = properties;
    }

    @Override
    public JobKind kind() {
        return JobKind.SCAN;
    }

    @Override
    public void requireEnabled(String field) {
        if (!properties.enabled()) {
            throw ApiException.unsupported(field, "is not available: scans are disabled (wave.scan.enabled)");
        }
    }

    /**
     * The scan of an image that exists: one that is running or has succeeded not long ago, or a new one.
     *
     * @param logins encrypted registry credentials that the tenant keeps elsewhere; null if there are none
     */
    @Transactional
    public ScanId scan(ScanWork work, @Nullable String logins) {
        return admission.admit(work, logins);
    }

    /**
     * The scan of an image that a job is creating: it starts when the job has succeeded, and fails if the job fails.
     *
     * @param logins encrypted registry credentials that the tenant keeps elsewhere; null if there are none
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public ScanId await(ScanWork work, @Nullable String logins, JobId job) {
        return admission.await(work, logins, job);
    }

    /** The scan. One that waits for a job that has just ended is started first. */
    @Override
    public Optional<Scan> find(JobId id) {
        Optional<ScanEntity> row = rows.findById(id.text());
        if (row.filter(scan -> scan.isLive() && scan.waitsFor().isPresent()).isPresent()) {
            waiting.decide(id.text());
            row = rows.findById(id.text());
        }
        return row.map(ScanEntity::toScan).map(scan -> new Scan(lifecycle.newest(scan.job()), scan.work()));
    }

    /** The scans of an image, the latest first. */
    public List<Scan> ofHash(String hash) {
        return rows.findByHashOrderByNumberDesc(hash, Limit.of(MAX_LISTED)).stream()
                .map(ScanEntity::toScan)
                .toList();
    }

    /**
     * The scans of the image of a build or mirror, for its page.
     *
     * @param scannable whether the job creates an image that can be scanned
     */
    public JobScans ofJob(UserJob job, boolean scannable) {
        if (!properties.enabled()) {
            return JobScans.NONE;
        }
        return new JobScans(
                rows.findOfJob(job.job().id()).stream()
                        .map(scan -> JobScans.Line.of(scan.toScan()))
                        .toList(),
                scannable && job.succeeded());
    }

    /** The latest successful scan of the same image name and platform before this one. */
    public Optional<Scan> before(Scan scan) {
        return rows.findFirstByImageNameAndPlatformAndStateAndEndedAtBeforeOrderByEndedAtDesc(
                        scan.work().image().name(),
                        scan.work().platform().toString(),
                        JobState.SUCCEEDED,
                        scan.job().submittedAt())
                .map(ScanEntity::toScan);
    }

    @Override
    public List<Scan> list(String tenant, Position after, int limit) {
        return rows.list(tenant, after.time(), after.id(), Limit.of(limit)).stream()
                .map(ScanEntity::toScan)
                .toList();
    }

    @Override
    public Optional<JobRecord> restore(JobId id) {
        return lifecycle.restore(id.text());
    }

    /**
     * Cancels a scan.
     *
     * @return false if it has ended
     */
    public boolean cancel(JobId id) {
        return lifecycle.cancel(id.text());
    }

    /** Formats times in the UTC offset of the request that the scan was requested with. */
    public PageTimeFormat requesterTimes(JobId id) {
        return PageTimeFormat.at(rows.findRequesterOffset(id.text()).orElse(""));
    }
}
