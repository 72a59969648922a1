package io.wave.api.scan.view;

import io.swagger.v3.oas.annotations.Operation;
import io.wave.api.access.ImageAccess;
import io.wave.api.access.ImageReadersOnly;
import io.wave.api.job.JobCancellation;
import io.wave.api.job.log.Download;
import io.wave.api.job.log.StoredLogs;
import io.wave.api.scan.Scan;
import io.wave.api.scan.ScanProperties;
import io.wave.api.scan.ScanReports;
import io.wave.api.scan.ScanService;
import io.wave.api.security.caller.Caller;
import io.wave.api.security.limit.GuessLimited;
import io.wave.api.security.limit.GuessLimiter;
import io.wave.api.web.problem.ApiErrorResponse;
import io.wave.api.web.problem.ApiException;
import io.wave.job.JobId;
import io.wave.job.JobKind;
import io.wave.scan.ScanFile;
import java.io.InputStream;
import java.util.Optional;
import org.springframework.core.io.InputStreamResource;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The scan endpoints of the API. */
@RestController
@RequestMapping("/v1alpha1/scans/{id}")
class ScanController {

    private final ScanService scans;
    private final ImageAccess access;
    private final ScanReports reports;
    private final StoredLogs logs;
    private final ScanProperties properties;
    private final GuessLimiter guesses;

    ScanController(
            ScanService scans,
            ImageAccess access,
            ScanReports reports,
            StoredLogs logs,
            ScanProperties properties,
            GuessLimiter guesses) {
        this.access = access;
        this.scans = scans;
        this.reports = reports;
        this.logs = logs;
        this.properties = properties;
        this.guesses = guesses;
    }

    @Operation(summary = "Returns a scan and what it found.")
    @ImageReadersOnly
    @ApiErrorResponse(status = HttpStatus.NOT_FOUND, description = "The scan does not exist.")
    @GuessLimited
    @GetMapping
    ScanDetails details(@PathVariable String id, Caller caller) {
        Scan scan = readable(id, caller);
        return ScanDetails.of(scan, reports.of(scan), properties.vulnerability().limit());
    }

    @Operation(summary = "Returns the log of a scan, while it runs and afterwards.")
    @ImageReadersOnly
    @ApiErrorResponse(
            status = HttpStatus.NOT_FOUND,
            description = "The scan does not exist, or it has ended without a log.")
    @GuessLimited
    @GetMapping("/logs")
    ResponseEntity<InputStreamResource> logs(@PathVariable String id, Caller caller) {
        Scan scan = readable(id, caller);
        return Download.log(
                "Scan '%s'".formatted(id), scan.job(), logs.open(scan.job().id()));
    }

    @Operation(summary = "Returns the software bill of materials of the image in the SPDX format.")
    @ImageReadersOnly
    @ApiErrorResponse(status = HttpStatus.NOT_FOUND, description = "The scan does not exist or has not succeeded.")
    @GuessLimited
    @GetMapping("/spdx")
    ResponseEntity<InputStreamResource> spdx(@PathVariable String id, Caller caller) {
        return report(id, ScanFile.SPDX, caller);
    }

    @Operation(summary = "Returns the software bill of materials of the image in the CycloneDX format.")
    @ImageReadersOnly
    @ApiErrorResponse(status = HttpStatus.NOT_FOUND, description = "The scan does not exist or has not succeeded.")
    @GuessLimited
    @GetMapping("/cyclonedx")
    ResponseEntity<InputStreamResource> cycloneDx(@PathVariable String id, Caller caller) {
        return report(id, ScanFile.CYCLONEDX, caller);
    }

    @Operation(summary = "Returns the complete report of the scanner as JSON.")
    @ImageReadersOnly
    @ApiErrorResponse(status = HttpStatus.NOT_FOUND, description = "The scan does not exist or has not succeeded.")
    @GuessLimited
    @GetMapping("/report")
    ResponseEntity<InputStreamResource> report(@PathVariable String id, Caller caller) {
        return report(id, ScanFile.REPORT, caller);
    }

    @Operation(summary = "Cancels a scan.")
    @ApiErrorResponse(
            status = HttpStatus.UNAUTHORIZED,
            description = "Authentication as an operator, or as the user who requested the scan, is required.")
    @ApiErrorResponse(status = HttpStatus.FORBIDDEN, description = "The caller is neither that user nor an operator.")
    @ApiErrorResponse(status = HttpStatus.NOT_FOUND, description = "The scan does not exist.")
    @ApiErrorResponse(status = HttpStatus.CONFLICT, description = "The scan has ended.")
    @GuessLimited
    @DeleteMapping
    void cancel(@PathVariable String id, Caller caller) {
        Scan scan = require(id, caller);
        JobCancellation.cancel(
                scan, caller, () -> scans.cancel(JobId.parse(scan.job().id())));
    }

    private ResponseEntity<InputStreamResource> report(String id, ScanFile file, Caller caller) {
        Scan scan = readable(id, caller);
        InputStream content = reports.open(scan, file)
                .orElseThrow(() -> ApiException.notFound("Scan '%s' %s".formatted(id, reasonOfNoReport(scan))));
        String name =
                file.fileName().replace(".json", "-%s.json".formatted(scan.job().id()));
        return Download.json(name, content);
    }

    private static String reasonOfNoReport(Scan scan) {
        if (!scan.job().isFinal()) {
            return "has not ended: its reports follow when it has";
        }
        return scan.job().report() == null ? "has not succeeded: it has no reports" : "has no such report any more";
    }

    private Scan readable(String id, Caller caller) {
        Scan scan = require(id, caller);
        access.requireContents(caller, scan);
        return scan;
    }

    private Scan require(String id, Caller caller) {
        return Optional.of(id)
                .flatMap(JobId::find)
                .filter(job -> job.kind() == JobKind.SCAN)
                .flatMap(scans::find)
                .orElseThrow(() -> guesses.unknown(caller, "Scan '%s' not found".formatted(id)));
    }
}
