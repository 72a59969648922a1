package io.wave.scanner.trivy;

import io.wave.job.engine.plan.Work;
import io.wave.scan.ScanFile;
import io.wave.scan.ScanReport;
import io.wave.scan.ScanSpec;
import io.wave.scanner.report.ReportWarnings;
import io.wave.scanner.report.TrivyReports;
import io.wave.store.ObjectName;
import io.wave.worker.store.ObjectStoreRetry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** The results of one scan: read from the files of Trivy, kept in the object store. */
final class ScanResults {

    private final ScanStorage storage;
    private final ScanSpec spec;
    private final ScanFolder folder;
    private final ReportWarnings warnings;
    private final Work work;

    ScanResults(
            ScanStorage storage,
            ScanSpec spec,
            ScanFolder folder,
            Optional<ScanReport.Database> database,
            boolean hasJava,
            Duration warnAfter,
            Work work) {
        this.storage = storage;
        this.spec = spec;
        this.folder = folder;
        this.warnings = new ReportWarnings(database, hasJava, warnAfter);
        this.work = work;
    }

    /** @throws io.wave.job.engine.outcome.JobFailedException if Trivy has written no valid report */
    ScanReport read() throws InterruptedException {
        ScanReport report = TrivyReports.read(folder.file(ScanFile.REPORT), warnings);
        return storage.baseLayers().addTo(report, spec);
    }

    /** The summary last: it is what the record of the job refers to. */
    void store(ScanReport report) throws IOException, InterruptedException {
        for (ScanFile file : new ScanFile[] {ScanFile.REPORT, ScanFile.SPDX, ScanFile.CYCLONEDX}) {
            Path path = folder.file(file);
            ObjectStoreRetry.retryWhileUnavailable(work, () -> storage.objects().put(name(file), path));
        }
        byte[] summary = storage.json().writeValueAsBytes(report);
        ObjectStoreRetry.retryWhileUnavailable(work, () -> storage.objects().put(name(ScanFile.SUMMARY), summary));
    }

    private ObjectName name(ScanFile file) {
        return new ObjectName(file.path(spec.id()));
    }
}
