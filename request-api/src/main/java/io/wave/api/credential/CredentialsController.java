package io.wave.api.credential;

import io.swagger.v3.oas.annotations.Operation;
import io.wave.api.security.caller.Caller;
import io.wave.api.security.limit.GuessLimited;
import io.wave.api.security.token.CallerResolver;
import io.wave.api.web.problem.ApiErrorResponse;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** The endpoints that validate registry credentials. The response is {@code true} or {@code false}. */
@RestController
class CredentialsController {

    private final CredentialValidator checks;
    private final CallerResolver callers;

    CredentialsController(CredentialValidator checks, CallerResolver callers) {
        this.checks = checks;
        this.callers = callers;
    }

    @Operation(summary = "Tests registry credentials.")
    @ApiErrorResponse(status = HttpStatus.BAD_REQUEST, description = "The request body is invalid.")
    @ApiErrorResponse(status = HttpStatus.UNAUTHORIZED, description = "An API token is required.")
    @GuessLimited
    @PostMapping(path = "/v1alpha2/validate-creds", consumes = MediaType.APPLICATION_JSON_VALUE)
    boolean validate(@RequestBody CredentialsRequest request, Caller caller) {
        callers.requireAccess(caller);
        return checks.areValid(request.given(), caller);
    }

    @Operation(summary = "Tests registry credentials, in version 1 of the API.")
    @ApiErrorResponse(status = HttpStatus.BAD_REQUEST, description = "The request body is invalid.")
    @ApiErrorResponse(status = HttpStatus.UNAUTHORIZED, description = "An API token is required.")
    @GuessLimited
    @PostMapping(path = "/validate-creds", consumes = MediaType.APPLICATION_JSON_VALUE)
    boolean validateLegacy(@RequestBody CredentialsRequest.Wrapped wrapped, Caller caller) {
        return validate(wrapped.unwrapped(), caller);
    }
}
