package io.wave.api.dashboard;

import java.net.URI;
import java.util.Objects;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Redirects visitors to the operator's site. */
@RestController
@ConditionalOnProperty(LandingController.URL)
class LandingController {

    static final String URL = "wave.landing.url";

    private final URI url;

    LandingController(LandingProperties properties) {
        this.url = Objects.requireNonNull(properties.url());
    }

    @GetMapping("/")
    ResponseEntity<Void> landing() {
        return ResponseEntity.status(HttpStatus.MOVED_PERMANENTLY).location(url).build();
    }
}
