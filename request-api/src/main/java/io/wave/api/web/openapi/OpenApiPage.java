package io.wave.api.web.openapi;

import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/** The page with the OpenAPI description. */
@Controller
class OpenApiPage {

    @GetMapping("/openapi/index.html")
    String page() {
        return "openapi";
    }
}
