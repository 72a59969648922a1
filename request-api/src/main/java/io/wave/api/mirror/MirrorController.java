package io.wave.api.mirror;

import io.wave.api.problem.ApiException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What clients ask about mirrors while mirroring is off. */
@RestController
@RequestMapping("/v1alpha1/mirrors/{id}")
class MirrorController {

    @GetMapping
    void details(@PathVariable String id) {
        throw ApiException.unsupported(
                "Mirror", "'%s' is not available: mirroring is off (wave.mirror.enabled)".formatted(id));
    }

    @GetMapping("/logs")
    void logs(@PathVariable String id) {
        throw ApiException.notFound("Mirror '%s' has no log: mirroring is off (wave.mirror.enabled)".formatted(id));
    }
}
