package io.wave.api.inspect;

import io.wave.api.container.Callers;
import io.wave.api.problem.ApiException;
import org.jspecify.annotations.Nullable;
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

    @PostMapping(path = "/v1alpha1/inspect", consumes = MediaType.APPLICATION_JSON_VALUE)
    Inspection inspect(@RequestBody InspectRequest request, @RequestParam(required = false) @Nullable String platform) {
        String image = request.containerImage();
        if (image == null || image.isBlank()) {
            throw ApiException.invalid("containerImage", "must be given");
        }
        callers.identify(request.towerAccessToken(), request.towerEndpoint());
        return inspections.inspect(image, platform);
    }
}
