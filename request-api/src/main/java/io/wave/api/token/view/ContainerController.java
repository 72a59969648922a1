package io.wave.api.token.view;

import io.swagger.v3.oas.annotations.Hidden;
import io.swagger.v3.oas.annotations.Operation;
import io.wave.api.security.caller.Caller;
import io.wave.api.security.caller.CallerRights;
import io.wave.api.security.limit.GuessLimited;
import io.wave.api.security.limit.GuessLimiter;
import io.wave.api.security.token.CallerResolver;
import io.wave.api.token.ProxyImageNames;
import io.wave.api.token.RequestStore;
import io.wave.api.token.StoredRequest;
import io.wave.api.web.problem.ApiErrorResponse;
import io.wave.api.web.problem.ApiException;
import io.wave.token.ContainerToken;
import io.wave.token.RequestRecord;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** The endpoints for accepted requests and their tokens. */
@RestController
class ContainerController {

    private static final String LEASE = "/v1alpha2/container/{id}/lease";
    private static final String UNKNOWN = "Request '%s' not found";

    private final ContainerStatusService statuses;
    private final RequestStore requests;
    private final ProxyImageNames names;
    private final GuessLimiter guesses;
    private final CallerResolver callers;

    ContainerController(
            ContainerStatusService statuses,
            RequestStore requests,
            ProxyImageNames names,
            GuessLimiter guesses,
            CallerResolver callers) {
        this.statuses = statuses;
        this.requests = requests;
        this.names = names;
        this.guesses = guesses;
        this.callers = callers;
    }

    @Operation(summary = "Returns what a request asked for and its result.")
    @ApiErrorResponse(status = HttpStatus.NOT_FOUND, description = "The request does not exist.")
    @GuessLimited
    @GetMapping("/v1alpha2/container/{id}")
    ContainerDetails details(@PathVariable String id, Caller caller) {
        StoredRequest request = require(id, caller);
        return ContainerDetails.of(request, names.of(request));
    }

    @Operation(summary = "Returns the status of a requested image.")
    @ApiErrorResponse(
            status = HttpStatus.NOT_FOUND,
            description = "The request does not exist, or its token has expired.")
    @ApiErrorResponse(
            status = HttpStatus.NOT_IMPLEMENTED,
            description = "The request has a build, and builds are disabled.")
    @GuessLimited
    @GetMapping("/v1alpha2/container/{id}/status")
    ContainerStatus status(@PathVariable String id, Caller caller) {
        return statuses.of(token(id, caller), caller);
    }

    @Operation(summary = "Renews the token of a request, as its pulls do.")
    @ApiErrorResponse(
            status = HttpStatus.UNAUTHORIZED,
            description = "The request is that of a user: authentication as this user or as an operator is required.")
    @ApiErrorResponse(status = HttpStatus.FORBIDDEN, description = "The caller is neither that user nor an operator.")
    @ApiErrorResponse(
            status = HttpStatus.NOT_FOUND,
            description = "The request does not exist, or its token has expired or was revoked.")
    @GuessLimited
    @PostMapping(LEASE)
    ContainerLease renew(
            @PathVariable String id, @RequestBody(required = false) @Nullable LeaseRequest body, Caller httpCaller) {
        LeaseRequest login = Optional.ofNullable(body).orElse(LeaseRequest.NONE);
        Caller caller = callers.identify(
                httpCaller, login.towerAccessToken(), login.towerRefreshToken(), login.towerEndpoint());
        StoredRequest request = require(id, caller);
        Caller inWorkspace = callers.inWorkspace(caller, login.towerWorkspaceId());
        CallerRights.requireOwner(
                caller,
                Stream.of(RequestRecord.ANONYMOUS, caller.tenant(), inWorkspace.tenant())
                        .anyMatch(request.record().tenant()::equals));
        RequestRecord renewed = requests.renew(request.record().token()).orElseThrow(() -> ended(id));
        return new ContainerLease(
                renewed.token(),
                renewed.expiresAt(),
                requests.renewalLimit(renewed).orElse(null));
    }

    /** What clients send that take every POST for a form, such as {@code curl --data ''}. */
    @Hidden
    @PostMapping(path = LEASE, consumes = MediaType.APPLICATION_FORM_URLENCODED_VALUE)
    ContainerLease renew(@PathVariable String id, HttpServletRequest request, Caller caller) {
        if (request.getContentLengthLong() != 0) {
            throw ApiException.invalid("Content-Type", "must be application/json");
        }
        return renew(id, LeaseRequest.NONE, caller);
    }

    /** The token may have ended since it was read. */
    private ApiException ended(String id) {
        String end =
                requests.find(new ContainerToken(id)).map(StoredRequest::end).orElse("was deleted");
        return ApiException.notFound("Request '%s' %s".formatted(id, end));
    }

    @Operation(summary = "Returns the request of a token.")
    @ApiErrorResponse(status = HttpStatus.NOT_FOUND, description = "The request does not exist.")
    @GuessLimited
    @GetMapping("/container-token/{token}")
    TokenDescription describe(@PathVariable String token, Caller caller) {
        StoredRequest request = require(token, caller);
        return TokenDescription.of(request, names.of(request));
    }

    @Operation(summary = "Revokes a token.")
    @ApiErrorResponse(
            status = HttpStatus.UNAUTHORIZED,
            description = "Authentication as an operator, or as the user who made the request, is required.")
    @ApiErrorResponse(status = HttpStatus.FORBIDDEN, description = "The caller is neither that user nor an operator.")
    @ApiErrorResponse(
            status = HttpStatus.NOT_FOUND,
            description = "The request does not exist, or its token has expired.")
    @GuessLimited
    @DeleteMapping("/container-token/{token}")
    void revoke(@PathVariable String token, Caller caller) {
        CallerRights.requireOwner(caller, isOwner(token, caller));
        if (!ContainerToken.isToken(token) || !requests.revoke(new ContainerToken(token))) {
            throw ApiException.notFound(UNKNOWN.formatted(token));
        }
    }

    private boolean isOwner(String token, Caller caller) {
        return caller instanceof Caller.User user
                && ContainerToken.isToken(token)
                && requests.find(new ContainerToken(token))
                        .filter(request -> user.owns(request.record().tenant()))
                        .isPresent();
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
