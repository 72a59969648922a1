package io.wave.api.history;

import io.swagger.v3.oas.annotations.Operation;
import io.wave.api.job.JobKinds;
import io.wave.api.job.UserJob;
import io.wave.api.persistence.Position;
import io.wave.api.security.caller.Caller;
import io.wave.api.token.ProxyImageNames;
import io.wave.api.token.RequestStore;
import io.wave.api.token.StoredRequest;
import io.wave.job.JobKind;
import java.util.List;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The lists of a user's own requests, builds, mirrors and scans; operators also see those of others. */
@RestController
class HistoryController {

    private final RequestStore requests;
    private final JobKinds jobs;
    private final ProxyImageNames names;

    HistoryController(RequestStore requests, JobKinds jobs, ProxyImageNames names) {
        this.requests = requests;
        this.jobs = jobs;
        this.names = names;
    }

    @Operation(summary = "Lists the container requests of the caller, the newest first.")
    @OfUser
    @GetMapping("/v1alpha1/requests")
    RequestList requests(@ParameterObject HistoryQuery query, Caller caller) {
        HistoryRange range = HistoryRange.of(caller, query);
        List<StoredRequest> found = requests.list(range.tenant(), range.after(), range.limit() + 1);
        Shown<StoredRequest> shown = Shown.of(found, range.limit(), HistoryController::position);
        return new RequestList(
                range.tenant(),
                shown.records().stream()
                        .map(request -> ListedRequest.of(request, names.of(request)))
                        .toList(),
                shown.next());
    }

    private static Position position(StoredRequest request) {
        return new Position(
                request.record().createdAt(), request.record().token().value());
    }

    @Operation(
            summary = "Lists the builds that the caller has started, the newest first.",
            description = "A build that another user had started already is listed with the request only.")
    @OfUser
    @GetMapping("/v1alpha1/builds")
    JobList builds(@ParameterObject HistoryQuery query, Caller caller) {
        return jobs(JobKind.BUILD, HistoryRange.of(caller, query));
    }

    @Operation(summary = "Lists the mirrors that the caller has started, the newest first.")
    @OfUser
    @GetMapping("/v1alpha1/mirrors")
    JobList mirrors(@ParameterObject HistoryQuery query, Caller caller) {
        return jobs(JobKind.MIRROR, HistoryRange.of(caller, query));
    }

    @Operation(summary = "Lists the scans that the caller has started, the newest first.")
    @OfUser
    @GetMapping("/v1alpha1/scans")
    JobList scans(@ParameterObject HistoryQuery query, Caller caller) {
        return jobs(JobKind.SCAN, HistoryRange.of(caller, query));
    }

    private JobList jobs(JobKind kind, HistoryRange range) {
        List<UserJob> found = jobs.list(kind, range.tenant(), range.after(), range.limit() + 1);
        Shown<UserJob> shown = Shown.of(
                found,
                range.limit(),
                job -> new Position(job.job().submittedAt(), job.job().id()));
        return new JobList(
                range.tenant(), shown.records().stream().map(ListedJob::of).toList(), shown.next());
    }
}
