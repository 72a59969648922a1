package io.wave.api.image.inspect;

import io.swagger.v3.oas.annotations.Operation;
import io.wave.api.security.caller.Caller;
import io.wave.api.security.caller.Callers;
import io.wave.api.web.problem.ApiException;
import io.wave.api.web.problem.Refusal;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Shows clients what is inside an image. */
@RestController
class InspectController {

    private final Inspections inspections;
    private final Callers callers;

    InspectController(Inspections inspections, Callers callers) {
        this.inspections = inspections;
        this.callers = callers;
    }

    @Operation(summary = "Shows what is inside an image, or which images a name stands for.")
    @Refusal(status = HttpStatus.BAD_REQUEST, says = "The request breaks a rule, and the message says which.")
    @Refusal(status = HttpStatus.UNAUTHORIZED, says = "The registry wants credentials.")
    @Refusal(status = HttpStatus.FORBIDDEN, says = "The registry denies access to the image.")
    @Refusal(status = HttpStatus.NOT_FOUND, says = "There is no such image, or none for this platform.")
    @Refusal(status = HttpStatus.TOO_MANY_REQUESTS, says = "The registry has been asked too much.")
    @Refusal(
            status = HttpStatus.SERVICE_UNAVAILABLE,
            says = "The registry cannot answer now; Retry-After says when to ask again.")
    @PostMapping(path = "/v1alpha1/inspect", consumes = MediaType.APPLICATION_JSON_VALUE)
    Inspection inspect(
            @RequestBody InspectRequest request,
            @RequestParam(required = false) @Nullable String platform,
            Caller caller) {
        String image = request.containerImage();
        if (image == null || image.isBlank()) {
            throw ApiException.invalid("containerImage", "must be given");
        }
        Caller known = callers.identify(caller, request.towerAccessToken());
        return inspections.inspect(image, platform, known);
    }
}
