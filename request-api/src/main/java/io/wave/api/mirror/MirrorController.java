package io.wave.api.mirror;

import io.swagger.v3.oas.annotations.Operation;
import io.wave.api.web.problem.ApiErrorResponse;
import io.wave.api.web.problem.ApiException;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The mirror endpoints of the API. This service does not mirror images. */
@RestController
@RequestMapping("/v1alpha1/mirrors/{id}")
class MirrorController {

    @Operation(summary = "Returns a mirror.")
    @ApiErrorResponse(status = HttpStatus.NOT_IMPLEMENTED, description = "This service does not mirror images.")
    @GetMapping
    void details(@PathVariable String id) {
        throw ApiException.unsupported(
                "mirror", "'%s' is not available: this service does not mirror images".formatted(id));
    }

    @Operation(summary = "Returns the log of a mirror.")
    @ApiErrorResponse(status = HttpStatus.NOT_FOUND, description = "The log does not exist.")
    @GetMapping("/logs")
    void logs(@PathVariable String id) {
        throw ApiException.notFound("Mirror '%s' has no log: this service does not mirror images".formatted(id));
    }
}
