package io.wave.api.scan.request;

import io.wave.api.security.caller.Caller;
import io.wave.api.web.page.PageController;
import io.wave.api.web.problem.ApiException;
import io.wave.job.JobId;
import io.wave.job.JobKind;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.view.RedirectView;

/** Requests a scan from a page: the body is the name of an image, or a form with the id of a build or mirror. */
@PageController
class ScanPageRequestController {

    private final ScanRequests requests;

    ScanPageRequestController(ScanRequests requests) {
        this.requests = requests;
    }

    @PostMapping("/view/scans")
    RedirectView scan(@RequestBody String image, Caller caller) {
        requests.requireEnabled();
        return redirect(HttpStatus.MOVED_PERMANENTLY, requests.ofImage(image.strip(), caller));
    }

    /** The button on the page of a build. */
    @PostMapping(path = "/view/scans", params = "buildId")
    RedirectView scanBuild(@RequestParam String buildId, Caller caller) {
        return scan("buildId", buildId, JobKind.BUILD, caller);
    }

    /** The button on the page of a mirror. */
    @PostMapping(path = "/view/scans", params = "mirrorId")
    RedirectView scanMirror(@RequestParam String mirrorId, Caller caller) {
        return scan("mirrorId", mirrorId, JobKind.MIRROR, caller);
    }

    private RedirectView scan(String field, String text, JobKind kind, Caller caller) {
        requests.requireEnabled();
        JobId id = JobId.find(text)
                .filter(job -> job.kind() == kind)
                .orElseThrow(() -> ApiException.invalid(field, "'%s' is not the id of a %s".formatted(text, kind)));
        return redirect(HttpStatus.SEE_OTHER, requests.ofPage(field, id, caller));
    }

    private static RedirectView redirect(HttpStatus status, ScanAccepted accepted) {
        RedirectView to = new RedirectView("/view/scans/" + accepted.scanId());
        to.setStatusCode(status);
        to.setExposeModelAttributes(false);
        return to;
    }
}
