package io.wave.api.container;

import io.swagger.v3.oas.annotations.Operation;
import io.wave.api.caller.Caller;
import io.wave.api.limit.Guesses;
import io.wave.api.limit.LimitedGuesses;
import io.wave.api.problem.ApiException;
import io.wave.api.problem.Refusal;
import io.wave.token.ContainerToken;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Container requests and what clients ask about them. */
@RestController
class ContainerController {

    private static final String UNKNOWN = "Unknown request '%s'";

    private final Submissions submissions;
    private final ContainerStatuses statuses;
    private final Requests requests;
    private final Answers answers;
    private final Guesses guesses;

    ContainerController(
            Submissions submissions, ContainerStatuses statuses, Requests requests, Answers answers, Guesses guesses) {
        this.submissions = submissions;
        this.statuses = statuses;
        this.requests = requests;
        this.answers = answers;
        this.guesses = guesses;
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

    @Operation(summary = "Shows what a request asked for and what came of it, as long as its record is kept.")
    @Refusal(status = HttpStatus.NOT_FOUND, says = "There is no such request.")
    @LimitedGuesses
    @GetMapping("/v1alpha2/container/{id}")
    ContainerDetails details(@PathVariable String id, Caller caller) {
        StoredRequest request = require(id, caller);
        return ContainerDetails.of(request, waveImage(request));
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
        return TokenDescription.of(request, waveImage(request));
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

    private String waveImage(StoredRequest request) {
        return answers.proxyName(request.record().token(), request.record().image(), request.digest());
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
