package io.wave.api.scan.request;

import io.swagger.v3.oas.annotations.Operation;
import io.wave.api.security.caller.Caller;
import io.wave.api.web.problem.ApiErrorResponse;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** The endpoint that requests scans. */
@RestController
class ScanRequestController {

    private final ScanRequests requests;

    ScanRequestController(ScanRequests requests) {
        this.requests = requests;
    }

    @Operation(
            summary = "Requests a scan of an image, of a build or of a mirror.",
            description =
                    "An image that is being scanned, or was scanned not long ago, is not scanned again: the response"
                            + " has the id of that scan.")
    @ApiErrorResponse(
            status = HttpStatus.BAD_REQUEST,
            description = "A field of the request is invalid; the message names the field and the rule.")
    @ApiErrorResponse(status = HttpStatus.UNAUTHORIZED, description = "The API token is unknown, or one is required.")
    @ApiErrorResponse(status = HttpStatus.TOO_MANY_REQUESTS, description = "The rate limit of the caller is exceeded.")
    @ApiErrorResponse(status = HttpStatus.NOT_IMPLEMENTED, description = "Scans are disabled.")
    @ApiErrorResponse(
            status = HttpStatus.SERVICE_UNAVAILABLE,
            description = "The registry is unavailable; Retry-After says when to try again.")
    @PostMapping(path = "/v1alpha1/scans", consumes = MediaType.APPLICATION_JSON_VALUE)
    ScanAccepted scan(@RequestBody ScanRequest body, Caller caller) {
        return requests.accept(body, caller);
    }
}
