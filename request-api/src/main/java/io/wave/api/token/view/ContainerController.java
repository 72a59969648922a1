package io.wave.api.token.view;

import io.swagger.v3.oas.annotations.Operation;
import io.wave.api.security.caller.Caller;
import io.wave.api.security.limit.Guesses;
import io.wave.api.security.limit.LimitedGuesses;
import io.wave.api.token.ProxyImageNames;
import io.wave.api.token.Requests;
import io.wave.api.token.StoredRequest;
import io.wave.api.web.problem.ApiException;
import io.wave.api.web.problem.Refusal;
import io.wave.token.ContainerToken;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Shows the requests behind tokens, and revokes tokens. */
@RestController
class ContainerController {

    private static final String UNKNOWN = "Unknown request '%s'";

    private final ContainerStatuses statuses;
    private final Requests requests;
    private final ProxyImageNames names;
    private final Guesses guesses;

    ContainerController(ContainerStatuses statuses, Requests requests, ProxyImageNames names, Guesses guesses) {
        this.statuses = statuses;
        this.requests = requests;
        this.names = names;
        this.guesses = guesses;
    }

    @Operation(summary = "Shows what a request asked for and what came of it, as long as its record is kept.")
    @Refusal(status = HttpStatus.NOT_FOUND, says = "There is no such request.")
    @LimitedGuesses
    @GetMapping("/v1alpha2/container/{id}")
    ContainerDetails details(@PathVariable String id, Caller caller) {
        StoredRequest request = require(id, caller);
        return ContainerDetails.of(request, names.of(request));
    }

    @Operation(summary = "Says where the image of a request stands.")
    @Refusal(status = HttpStatus.NOT_FOUND, says = "There is no such request, or it is no longer served.")
    @Refusal(status = HttpStatus.NOT_IMPLEMENTED, says = "The request has a build, and builds are off.")
    @LimitedGuesses
    @GetMapping("/v1alpha2/container/{id}/status")
    ContainerStatus status(@PathVariable String id, Caller caller) {
        return statuses.of(token(id, caller), caller);
    }

    @Operation(summary = "Shows what stands behind a token.")
    @Refusal(status = HttpStatus.NOT_FOUND, says = "There is no such request.")
    @LimitedGuesses
    @GetMapping("/container-token/{token}")
    TokenDescription describe(@PathVariable String token, Caller caller) {
        StoredRequest request = require(token, caller);
        return TokenDescription.of(request, names.of(request));
    }

    @Operation(summary = "Ends the life of a token.")
    @Refusal(status = HttpStatus.UNAUTHORIZED, says = "The account of an operator is needed.")
    @Refusal(status = HttpStatus.NOT_FOUND, says = "There is no such request, or its life has ended.")
    @LimitedGuesses
    @DeleteMapping("/container-token/{token}")
    void revoke(@PathVariable String token, Caller.Operator operator) {
        if (!ContainerToken.isToken(token) || !requests.revoke(new ContainerToken(token))) {
            throw ApiException.notFound(UNKNOWN.formatted(token));
        }
    }

    private StoredRequest require(String id, Caller caller) {
        return requests.find(token(id, caller)).orElseThrow(() -> unknown(id, caller));
    }

    private ContainerToken token(String id, Caller caller) {
        if (!ContainerToken.isToken(id)) {
            throw unknown(id, caller);
        }
        return new ContainerToken(id);
    }

    private ApiException unknown(String id, Caller caller) {
        return guesses.unknown(caller, UNKNOWN.formatted(id));
    }
}
