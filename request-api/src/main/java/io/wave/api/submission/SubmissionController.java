package io.wave.api.submission;

import io.swagger.v3.oas.annotations.Operation;
import io.wave.api.security.caller.Caller;
import io.wave.api.submission.request.ApiVersion;
import io.wave.api.submission.request.SubmitRequest;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Accepts container requests. */
@RestController
class SubmissionController {

    private final Submissions submissions;

    SubmissionController(Submissions submissions) {
        this.submissions = submissions;
    }

    @Operation(summary = "Asks for a container and names the image to pull.")
    @RefusedRequest
    @PostMapping(path = "/v1alpha2/container", consumes = MediaType.APPLICATION_JSON_VALUE)
    SubmitResponse submit(@RequestBody SubmitRequest body, Caller caller) {
        return submissions.submit(body, ApiVersion.V2, caller);
    }

    @Operation(summary = "Asks for a container as the first version of the API did.")
    @RefusedRequest
    @PostMapping(path = "/container-token", consumes = MediaType.APPLICATION_JSON_VALUE)
    SubmitResponse submitLegacy(@RequestBody SubmitRequest body, Caller caller) {
        return submissions.submit(body, ApiVersion.V1, caller);
    }
}
