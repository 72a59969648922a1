package io.wave.api.scan.view;

import io.wave.api.access.ImageAccess;
import io.wave.api.scan.Scan;
import io.wave.api.scan.ScanReports;
import io.wave.api.scan.ScanService;
import io.wave.api.security.caller.Caller;
import io.wave.api.security.limit.GuessLimiter;
import io.wave.api.web.page.PageController;
import io.wave.api.web.page.PageTimeFormat;
import io.wave.api.web.problem.ApiException;
import io.wave.job.JobId;
import io.wave.job.JobKind;
import io.wave.scan.ScanReport;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.view.RedirectView;

/** The scan pages. Clients print their addresses, so the paths are stable. */
@PageController
class ScanPageController {

    private static final Pattern DASHED = Pattern.compile("(sc-[0-9a-f]{16})-(\\d{1,18})");
    private static final Pattern HASH = Pattern.compile("(?:sc-)?([0-9a-f]{16})");

    private final ScanService scans;
    private final ImageAccess access;
    private final ScanReports reports;
    private final GuessLimiter guesses;

    ScanPageController(ScanService scans, ImageAccess access, ScanReports reports, GuessLimiter guesses) {
        this.scans = scans;
        this.access = access;
        this.reports = reports;
        this.guesses = guesses;
    }

    /** The page of a scan, or the list of an image's scans if the id has no number. */
    @GetMapping("/view/scans/{id}")
    ModelAndView page(@PathVariable String id, Caller caller) {
        scans.requireEnabled("scans");
        Matcher hash = HASH.matcher(id);
        if (hash.matches()) {
            return ofHash(id, scans.ofHash(hash.group(1)), caller);
        }
        Matcher dashed = DASHED.matcher(id);
        if (dashed.matches()) {
            return redirect(HttpStatus.MOVED_PERMANENTLY, dashed.group(1) + "_" + dashed.group(2));
        }
        Optional<Scan> scan =
                JobId.find(id).filter(job -> job.kind() == JobKind.SCAN).flatMap(scans::find);
        scan.ifPresent(found -> access.requireContents(caller, found));
        return scan.map(found -> new ModelAndView("scan").addObject("scan", shown(found, caller)))
                .orElseGet(() -> unknown(id, caller));
    }

    private ModelAndView ofHash(String id, List<Scan> all, Caller caller) {
        return switch (all.size()) {
            case 0 -> throw guesses.unknown(caller, "Scan '%s' not found".formatted(id));
            case 1 ->
                redirect(HttpStatus.TEMPORARY_REDIRECT, all.getFirst().job().id());
            default -> list(all, caller);
        };
    }

    private ModelAndView list(List<Scan> all, Caller caller) {
        access.requireContents(caller, all.getFirst());
        return new ModelAndView("scans")
                .addObject("image", all.getFirst().work().image().name())
                .addObject(
                        "scans",
                        all.stream().map(scan -> ScanLine.of(scan, times(scan))).toList());
    }

    private ScanPage shown(Scan scan, Caller caller) {
        Optional<ScanReport> report = reports.of(scan);
        return ScanPage.of(scan, report, report.flatMap(found -> change(scan, found, caller)), times(scan));
    }

    private Optional<ScanChange> change(Scan scan, ScanReport report, Caller caller) {
        return scans.before(scan)
                .filter(before -> access.mayReadContents(caller, before))
                .filter(before -> !before.job().equals(scan.job()))
                .flatMap(before -> reports.of(before).map(earlier -> {
                    String when = times(scan).dateTime(before.workStarted());
                    return ScanChange.of(before.job().id(), when, earlier, report);
                }));
    }

    private PageTimeFormat times(Scan scan) {
        return scans.requesterTimes(new JobId(JobKind.SCAN, scan.job().id()));
    }

    /** Returns a page with status 200, as clients expect, unless the caller has exceeded the limit for unknown ids. */
    private ModelAndView unknown(String id, Caller caller) {
        String message = "Scan '%s' not found".formatted(id);
        ApiException refusal = guesses.unknown(caller, message);
        if (refusal.status() != HttpStatus.NOT_FOUND) {
            throw refusal;
        }
        return new ModelAndView("message").addObject("title", "Scan").addObject("message", message);
    }

    private static ModelAndView redirect(HttpStatus status, String id) {
        RedirectView to = new RedirectView("/view/scans/" + id);
        to.setStatusCode(status);
        to.setExposeModelAttributes(false);
        return new ModelAndView(to);
    }
}
