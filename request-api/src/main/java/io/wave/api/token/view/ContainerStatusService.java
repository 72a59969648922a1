package io.wave.api.token.view;

import io.wave.api.job.JobKinds;
import io.wave.api.job.UserJob;
import io.wave.api.scan.Scan;
import io.wave.api.scan.ScanService;
import io.wave.api.scan.ScanVerdict;
import io.wave.api.security.caller.Caller;
import io.wave.api.security.limit.GuessLimiter;
import io.wave.api.token.RequestStore;
import io.wave.api.token.StoredRequest;
import io.wave.api.web.ServerAddress;
import io.wave.api.web.problem.ApiException;
import io.wave.job.JobId;
import io.wave.job.JobKind;
import io.wave.token.ContainerToken;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.springframework.stereotype.Component;

/** Determines the status of requested images. */
@Component
class ContainerStatusService {

    private final RequestStore requests;
    private final JobKinds jobs;
    private final ScanService scans;
    private final ServerAddress server;
    private final GuessLimiter guesses;

    ContainerStatusService(
            RequestStore requests, JobKinds jobs, ScanService scans, ServerAddress server, GuessLimiter guesses) {
        this.requests = requests;
        this.jobs = jobs;
        this.scans = scans;
        this.server = server;
        this.guesses = guesses;
    }

    ContainerStatus of(ContainerToken token, Caller caller) {
        StoredRequest request = requests.find(token)
                .orElseThrow(() -> guesses.unknown(caller, "Request '%s' not found".formatted(token)));
        if (!request.live()) {
            throw ApiException.notFound("Request '%s' %s".formatted(token, request.end()));
        }
        ContainerStatus status = request.jobId().map(id -> ofJob(token, id)).orElseGet(() -> ofImage(token, request));
        return request.scans().isEmpty() ? status : scanned(status, request);
    }

    private ContainerStatus scanned(ContainerStatus status, StoredRequest request) {
        ContainerStatus known = status.withScan(request.scans().getFirst().id());
        boolean exists = Boolean.TRUE.equals(status.succeeded());
        return exists && request.details().requiresScan() ? verdict(known, request) : known;
    }

    private ContainerStatus verdict(ContainerStatus status, StoredRequest request) {
        List<Scan> found = request.scans().stream()
                .map(scan -> scans.find(JobId.parse(scan.id()))
                        .orElseThrow(() -> ApiException.notFound("Scan '%s' not found".formatted(scan.id()))))
                .toList();
        ScanVerdict verdict = ScanVerdict.of(found, request.details().toleratedLevels());
        Scan deciding = verdict.scan();
        if (deciding == null) {
            return status.scanning();
        }
        String page = server.page("/view/scans/" + deciding.job().id());
        return status.with(verdict, verdict.reason() == null ? null : page);
    }

    /** The image existed when it was requested. */
    private ContainerStatus ofImage(ContainerToken token, StoredRequest request) {
        Instant created = request.record().createdAt();
        return new ContainerStatus(
                token,
                ContainerStatus.Phase.DONE,
                null,
                null,
                null,
                null,
                true,
                null,
                null,
                created,
                Duration.ZERO,
                null);
    }

    private ContainerStatus ofJob(ContainerToken token, JobId id) {
        jobs.requireEnabled("status", id);
        UserJob job = jobs.find(id)
                .orElseThrow(() -> ApiException.notFound("%s '%s' not found".formatted(capitalized(id.kind()), id)));
        return job.job().isFinal() ? ended(token, id, job) : inProgress(token, id, job);
    }

    private static String capitalized(JobKind kind) {
        String name = kind.toString();
        return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    }

    private ContainerStatus inProgress(ContainerToken token, JobId id, UserJob job) {
        return ContainerStatus.of(token, id, ContainerStatus.Phase.BUILDING, null, null, null, job.startTime(), null)
                .with(jobs.progress(id).orElse(null));
    }

    private ContainerStatus ended(ContainerToken token, JobId id, UserJob job) {
        boolean succeeded = job.succeeded();
        String failure = Objects.requireNonNullElse(job.job().failure(), "the %s failed".formatted(id.kind()));
        return ContainerStatus.of(
                token,
                id,
                ContainerStatus.Phase.DONE,
                succeeded,
                succeeded ? null : failure,
                succeeded ? null : server.page("/view/%ss/%s".formatted(id.kind(), id)),
                job.startTime(),
                job.duration().orElse(Duration.ZERO));
    }
}
