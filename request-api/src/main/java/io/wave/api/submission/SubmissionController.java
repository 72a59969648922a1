package io.wave.api.submission;

import io.swagger.v3.oas.annotations.Operation;
import io.wave.api.security.caller.Caller;
import io.wave.api.submission.request.ApiVersion;
import io.wave.api.submission.request.SubmitRequest;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** The container request endpoints. */
@RestController
class SubmissionController {

    private final SubmissionService submissions;

    SubmissionController(SubmissionService submissions) {
        this.submissions = submissions;
    }

    @Operation(summary = "Requests a container and returns the image name to pull.")
    @SubmissionErrors
    @PostMapping(path = "/v1alpha2/container", consumes = MediaType.APPLICATION_JSON_VALUE)
    SubmitResponse submit(@RequestBody SubmitRequest body, Caller caller) {
        return submissions.submit(body, ApiVersion.V2, caller);
    }

    @Operation(summary = "Requests a container, in version 1 of the API.")
    @SubmissionErrors
    @PostMapping(path = "/container-token", consumes = MediaType.APPLICATION_JSON_VALUE)
    SubmitResponse submitLegacy(@RequestBody SubmitRequest body, Caller caller) {
        return submissions.submit(body, ApiVersion.V1, caller);
    }
}
