package io.wave.api.scan;

import io.wave.api.job.JobRow;
import io.wave.job.JobKind;
import io.wave.job.JobRecord;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.annotations.Mutability;
import org.hibernate.type.SqlTypes;
import org.hibernate.type.descriptor.java.Immutability;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/** One scan of an image. */
@Entity
@Table(name = "image_scan")
class ScanEntity extends JobRow {

    private String hash;
    private long number;
    private String imageName;
    private String platform;
    private @Nullable String waitsFor;
    private @Nullable String report;

    @JdbcTypeCode(SqlTypes.JSON)
    @Mutability(Immutability.class)
    private @Nullable Map<String, Integer> counts;

    @JdbcTypeCode(SqlTypes.JSON)
    @Mutability(Immutability.class)
    private ScanWork spec;

    @NullUnmarked
    protected ScanEntity() {}

    @Override
    public JobKind kind() {
        return JobKind.SCAN;
    }

    @Override
    public JobRecord job() {
        return super.job().withReport(report, counts);
    }

    ScanWork work() {
        return spec;
    }

    Scan toScan() {
        return new Scan(job(), spec);
    }

    /** The job that creates the image, or the scan whose result this one gets; empty if a worker scans it. */
    Optional<String> waitsFor() {
        return Optional.ofNullable(waitsFor);
    }

    @Override
    protected void applied(JobRecord update) {
        report = update.report();
        counts = update.counts();
    }

    /** The image exists and is scanned by a worker. */
    void start(ScanWork complete, long generation, Instant deadline, Instant now) {
        spec = complete;
        waitsFor = null;
        become(complete.target(), generation, deadline, now);
    }

    /** The image exists; another scan of it is running. */
    void join(ScanWork complete, String scan) {
        spec = complete;
        waitsFor = scan;
    }

    /** The image exists and was scanned: this scan ends as that one did. */
    void share(ScanWork complete, JobRecord other, Instant now) {
        spec = complete;
        waitsFor = null;
        endAs(other, now);
        report = other.report();
        counts = other.counts();
    }
}
