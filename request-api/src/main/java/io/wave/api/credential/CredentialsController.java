package io.wave.api.credential;

import io.swagger.v3.oas.annotations.Operation;
import io.wave.api.security.caller.Caller;
import io.wave.api.security.limit.LimitedGuesses;
import io.wave.api.web.problem.Refusal;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Answers {@code true} or {@code false}, as bare JSON: whether a registry takes credentials. */
@RestController
class CredentialsController {

    private final CredentialChecks checks;

    CredentialsController(CredentialChecks checks) {
        this.checks = checks;
    }

    @Operation(summary = "Says whether a registry takes credentials.")
    @Refusal(status = HttpStatus.BAD_REQUEST, says = "The body is not what is described here.")
    @LimitedGuesses
    @PostMapping(path = "/v1alpha2/validate-creds", consumes = MediaType.APPLICATION_JSON_VALUE)
    boolean validate(@RequestBody CredentialsRequest request, Caller caller) {
        return checks.areTaken(request.given(), caller);
    }

    @Operation(summary = "Says whether a registry takes credentials, asked as the first version of the API did.")
    @Refusal(status = HttpStatus.BAD_REQUEST, says = "The body is not what is described here.")
    @LimitedGuesses
    @PostMapping(path = "/validate-creds", consumes = MediaType.APPLICATION_JSON_VALUE)
    boolean validateLegacy(@RequestBody CredentialsRequest.Wrapped wrapped, Caller caller) {
        return validate(wrapped.unwrapped(), caller);
    }
}
