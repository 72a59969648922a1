package io.wave.api.web.page;

import io.wave.api.web.problem.ApiException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;

/** The pages of what this server does not do. */
@PageController
class AbsentPages {

    @GetMapping("/view/mirrors/{id}")
    String mirror() {
        throw ApiException.unsupported("Mirroring", "is not available: this service does not mirror images");
    }

    @RequestMapping(
            path = {"/view/scans", "/view/scans/{id}"},
            method = {RequestMethod.GET, RequestMethod.POST})
    String scan() {
        throw ApiException.unsupported("Scanning", "is not available: this service does not scan images");
    }
}
