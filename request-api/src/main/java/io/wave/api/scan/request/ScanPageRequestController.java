package io.wave.api.scan.request;

import io.wave.api.security.caller.Caller;
import io.wave.api.web.page.PageController;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.servlet.view.RedirectView;

/** Requests a scan from a page: the body is the name of an image. */
@PageController
class ScanPageRequestController {

    private final ScanRequests requests;

    ScanPageRequestController(ScanRequests requests) {
        this.requests = requests;
    }

    @PostMapping("/view/scans")
    RedirectView scan(@RequestBody String image, Caller caller) {
        requests.requireEnabled();
        RedirectView to = new RedirectView("/view/scans/"
                + requests.ofImage(image.strip(), null, false, caller).scanId());
        to.setStatusCode(HttpStatus.MOVED_PERMANENTLY);
        to.setExposeModelAttributes(false);
        return to;
    }
}
