package io.wave.api.web.page;

import io.wave.api.web.problem.ApiException;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;

/** The pages of features that are not supported. */
@PageController
class UnsupportedPages {

    @RequestMapping(
            path = {"/view/scans", "/view/scans/{id}"},
            method = {RequestMethod.GET, RequestMethod.POST})
    String scan() {
        throw ApiException.unsupported("scan", "not supported by this service");
    }
}
