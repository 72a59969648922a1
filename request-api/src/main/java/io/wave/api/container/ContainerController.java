package io.wave.api.container;

import io.swagger.v3.oas.annotations.Operation;
import io.wave.api.account.Accounts;
import io.wave.api.limit.CallerAddress;
import io.wave.api.limit.Guesses;
import io.wave.api.limit.LimitedGuesses;
import io.wave.api.problem.ApiException;
import io.wave.api.problem.Refusal;
import io.wave.token.ContainerToken;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** Container requests and what clients ask about them. */
@RestController
class ContainerController {

    private static final String UNKNOWN = "Unknown request '%s'";

    private final Submissions submissions;
    private final ContainerStatuses statuses;
    private final Requests requests;
    private final Answers answers;
    private final Accounts accounts;
    private final Guesses guesses;
    private final CallerAddress caller;

    ContainerController(
            Submissions submissions,
            ContainerStatuses statuses,
            Requests requests,
            Answers answers,
            Accounts accounts,
            Guesses guesses,
            CallerAddress caller) {
        this.submissions = submissions;
        this.statuses = statuses;
        this.requests = requests;
        this.answers = answers;
        this.accounts = accounts;
        this.guesses = guesses;
        this.caller = caller;
    }

    @Operation(summary = "Asks for a container and names the image to pull.")
    @RefusedRequest
    @PostMapping(path = "/v1alpha2/container", consumes = MediaType.APPLICATION_JSON_VALUE)
    SubmitResponse submit(@RequestBody SubmitRequest body) {
        return submissions.submit(body, ApiVersion.V2, caller.value());
    }

    @Operation(summary = "Asks for a container as the first version of the API did.")
    @RefusedRequest
    @PostMapping(path = "/container-token", consumes = MediaType.APPLICATION_JSON_VALUE)
    SubmitResponse submitLegacy(@RequestBody SubmitRequest body) {
        return submissions.submit(body, ApiVersion.V1, caller.value());
    }

    @Operation(summary = "Shows what a request asked for and what came of it, as long as its record is kept.")
    @Refusal(status = HttpStatus.NOT_FOUND, says = "There is no such request.")
    @LimitedGuesses
    @GetMapping("/v1alpha2/container/{id}")
    ContainerDetails details(@PathVariable String id) {
        StoredRequest request = require(id);
        return ContainerDetails.of(request, waveImage(request));
    }

    @Operation(summary = "Says where the image of a request stands.")
    @Refusal(status = HttpStatus.NOT_FOUND, says = "There is no such request, or it is no longer served.")
    @Refusal(status = HttpStatus.NOT_IMPLEMENTED, says = "The request has a build, and builds are off.")
    @LimitedGuesses
    @GetMapping("/v1alpha2/container/{id}/status")
    ContainerStatus status(@PathVariable String id) {
        return statuses.of(token(id));
    }

    @Operation(summary = "Shows what stands behind a token.")
    @Refusal(status = HttpStatus.NOT_FOUND, says = "There is no such request.")
    @LimitedGuesses
    @GetMapping("/container-token/{token}")
    TokenDescription describe(@PathVariable String token) {
        StoredRequest request = require(token);
        return TokenDescription.of(request, waveImage(request));
    }

    @Operation(summary = "Ends the life of a token.")
    @Refusal(status = HttpStatus.UNAUTHORIZED, says = "The account of an operator is needed.")
    @Refusal(status = HttpStatus.NOT_FOUND, says = "There is no such request, or its life has ended.")
    @LimitedGuesses
    @DeleteMapping("/container-token/{token}")
    void revoke(
            @PathVariable String token,
            @RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false) @Nullable String authorization) {
        accounts.requireOperator(authorization);
        if (!ContainerToken.isToken(token) || !requests.revoke(new ContainerToken(token))) {
            throw ApiException.notFound(UNKNOWN.formatted(token));
        }
    }

    private StoredRequest require(String id) {
        return requests.find(token(id)).orElseThrow(() -> unknown(id));
    }

    private String waveImage(StoredRequest request) {
        return answers.proxyName(request.record().token(), request.record().image(), request.digest());
    }

    private ContainerToken token(String id) {
        if (!ContainerToken.isToken(id)) {
            throw unknown(id);
        }
        return new ContainerToken(id);
    }

    private ApiException unknown(String id) {
        return guesses.unknown(UNKNOWN.formatted(id));
    }
}
