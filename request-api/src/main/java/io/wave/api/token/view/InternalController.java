package io.wave.api.token.view;

import io.wave.api.job.JobKinds;
import io.wave.api.token.RequestStore;
import io.wave.api.web.problem.ApiException;
import io.wave.image.Digest;
import io.wave.job.JobId;
import io.wave.job.JobRecord;
import io.wave.security.InternalApi;
import io.wave.token.ContainerToken;
import io.wave.token.RequestRecord;
import java.util.Optional;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * The internal API for the registry proxy, which it calls if a record is missing in Redis. It requires the internal
 * secret.
 */
@RestController
class InternalController {

    private final RequestStore requests;
    private final JobKinds jobs;

    InternalController(RequestStore requests, JobKinds jobs) {
        this.requests = requests;
        this.jobs = jobs;
    }

    @GetMapping(InternalApi.JOBS + "/{kind}/{id}")
    JobRecord job(@PathVariable String kind, @PathVariable String id) {
        return JobId.find(id)
                .filter(job -> job.kind().toString().equals(kind))
                .flatMap(jobs::restore)
                .orElseThrow(() -> ApiException.notFound("Job not found"));
    }

    @GetMapping(InternalApi.REQUESTS + "/{token}")
    RequestRecord request(@PathVariable String token) {
        return token(token).flatMap(requests::restore).orElseThrow(InternalController::unknownRequest);
    }

    @PostMapping(
            path = InternalApi.REQUESTS + "/{token}/" + InternalApi.SOURCE_DIGEST,
            consumes = MediaType.APPLICATION_JSON_VALUE)
    SourceDigest pin(@PathVariable String token, @RequestBody SourceDigest source) {
        return token(token)
                .flatMap(known -> requests.pin(known, source.digest()))
                .map(SourceDigest::new)
                .orElseThrow(InternalController::unknownRequest);
    }

    @PostMapping(InternalApi.REQUESTS + "/{token}/" + InternalApi.LEASE)
    RequestRecord renew(@PathVariable String token) {
        return token(token).flatMap(requests::renew).orElseThrow(InternalController::unknownRequest);
    }

    private static Optional<ContainerToken> token(String text) {
        return ContainerToken.isToken(text) ? Optional.of(new ContainerToken(text)) : Optional.empty();
    }

    private static ApiException unknownRequest() {
        return ApiException.notFound("Request not found");
    }

    /**
     * The digest of the request's source image.
     *
     * @param digest digest of the manifest
     */
    record SourceDigest(Digest digest) {}
}
