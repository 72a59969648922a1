package io.wave.scanner.trivy;

import io.wave.job.engine.outcome.JobFailedException;
import io.wave.job.engine.outcome.Outcome;
import io.wave.job.engine.outcome.Result;
import io.wave.job.engine.plan.Work;
import io.wave.scan.ScanFile;
import io.wave.scan.ScanReport;
import io.wave.scan.ScanSpec;
import io.wave.scanner.report.ReportWarnings;
import io.wave.scanner.report.TrivyReports;
import io.wave.store.ObjectName;
import io.wave.worker.store.ObjectStoreRetry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

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

    /**
     * Reads the report, stores the results, and returns the outcome of the scan.
     *
     * @param files what Trivy has written to the folder and is not stored yet
     * @throws io.wave.job.engine.outcome.JobFailedException if Trivy has written no valid report
     */
    Outcome finish(List<ScanFile> files) throws IOException, InterruptedException {
        ScanReport report = storage.baseLayers().addTo(TrivyReports.read(folder.file(ScanFile.REPORT), warnings), spec);
        work.beginPush();
        store(files, report);
        Map<String, Integer> counts = report.counts().entrySet().stream()
                .collect(Collectors.toMap(count -> count.getKey().name(), Map.Entry::getValue));
        return new Outcome.Succeeded(
                new Result.Report(ScanFile.SUMMARY.path(spec.id()), counts),
                report.warnings().isEmpty() ? null : String.join("\n", report.warnings()));
    }

    /** The summary last: it is what the record of the job refers to. */
    private void store(List<ScanFile> files, ScanReport report) throws IOException, InterruptedException {
        for (ScanFile file : files) {
            Path path = folder.file(file);
            ObjectStoreRetry.retryWhileUnavailable(work, () -> storage.objects().put(name(file), path));
        }
        byte[] summary = storage.json().writeValueAsBytes(report);
        ObjectStoreRetry.retryWhileUnavailable(work, () -> storage.objects().put(name(ScanFile.SUMMARY), summary));
    }

    /** Gets a file that was stored elsewhere. */
    void fetch(ScanFile file) throws IOException, InterruptedException {
        ObjectStoreRetry.retryWhileUnavailable(work, () -> {
            try (InputStream content = storage.objects()
                    .open(name(file))
                    .orElseThrow(() -> new JobFailedException("scan failed: Trivy has stored no report"))) {
                Files.copy(content, folder.file(file), StandardCopyOption.REPLACE_EXISTING);
            }
        });
    }

    private ObjectName name(ScanFile file) {
        return name(file, spec);
    }

    /** The object of a file. */
    static ObjectName name(ScanFile file, ScanSpec spec) {
        return new ObjectName(file.path(spec.id()));
    }
}
