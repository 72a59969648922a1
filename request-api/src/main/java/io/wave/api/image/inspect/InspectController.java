package io.wave.api.image.inspect;

import io.swagger.v3.oas.annotations.Operation;
import io.wave.api.access.ImageOrigins;
import io.wave.api.platform.credential.PlatformRegistries;
import io.wave.api.security.caller.Caller;
import io.wave.api.security.token.CallerResolver;
import io.wave.api.web.problem.ApiErrorResponse;
import io.wave.api.web.problem.ApiException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The image inspection endpoint. */
@RestController
class InspectController {

    private final Inspections inspections;
    private final CallerResolver callers;
    private final Optional<PlatformRegistries> platforms;
    private final ImageOrigins origins;

    InspectController(
            Inspections inspections,
            CallerResolver callers,
            ObjectProvider<PlatformRegistries> platforms,
            ImageOrigins origins) {
        this.inspections = inspections;
        this.callers = callers;
        this.platforms = Optional.ofNullable(platforms.getIfAvailable());
        this.origins = origins;
    }

    @Operation(summary = "Inspects an image, or lists the images of an index.")
    @ApiErrorResponse(
            status = HttpStatus.BAD_REQUEST,
            description = "A field of the request is invalid; the message names the field and the rule.")
    @ApiErrorResponse(
            status = HttpStatus.UNAUTHORIZED,
            description = "The registry requires credentials, or the API token is unknown, or one is required.")
    @ApiErrorResponse(
            status = HttpStatus.FORBIDDEN,
            description = "Access denied: missing or invalid credentials for the registry.")
    @ApiErrorResponse(
            status = HttpStatus.NOT_FOUND,
            description = "The image does not exist, or not for this platform.")
    @ApiErrorResponse(
            status = HttpStatus.TOO_MANY_REQUESTS,
            description = "The rate limit of the registry is exceeded.")
    @ApiErrorResponse(
            status = HttpStatus.SERVICE_UNAVAILABLE,
            description = "The registry is unavailable; Retry-After says when to try again.")
    @PostMapping(path = "/v1alpha1/inspect", consumes = MediaType.APPLICATION_JSON_VALUE)
    Inspection inspect(
            @RequestBody InspectRequest request,
            @RequestParam(required = false) @Nullable String platform,
            Caller caller) {
        String image = request.containerImage();
        if (image == null || image.isBlank()) {
            throw ApiException.invalid("containerImage", "is required");
        }
        Caller known = callers.identify(caller, request.towerAccessToken(), request.towerEndpoint());
        callers.requireAccessByBody(known);
        return inspections.inspect(image, platform, ready(request, image, known));
    }

    private Caller ready(InspectRequest request, String image, Caller known) {
        return platforms
                .flatMap(platform -> platform.session(
                        known, request.towerAccessToken(), request.towerEndpoint(), request.towerWorkspaceId(), null))
                .map(session -> session.ready(origins.of(List.of(Inspections.image(image)), known.tenant()), List.of()))
                .orElse(known);
    }
}
