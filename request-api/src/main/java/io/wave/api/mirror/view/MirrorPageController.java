package io.wave.api.mirror.view;

import io.wave.api.access.ImageAccess;
import io.wave.api.job.log.LogSection;
import io.wave.api.job.log.StoredLogs;
import io.wave.api.mirror.Mirror;
import io.wave.api.mirror.MirrorProgressCache;
import io.wave.api.mirror.MirrorService;
import io.wave.api.scan.JobScans;
import io.wave.api.scan.ScanService;
import io.wave.api.security.caller.Caller;
import io.wave.api.security.limit.GuessLimiter;
import io.wave.api.web.page.PageController;
import io.wave.api.web.problem.ApiException;
import io.wave.job.JobId;
import io.wave.job.JobKind;
import java.io.IOException;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** The page of a mirror. Clients print its address, so the path is stable. */
@PageController
class MirrorPageController {

    private final MirrorService mirrors;
    private final ImageAccess access;
    private final StoredLogs logs;
    private final MirrorProgressCache progress;
    private final ScanService scans;
    private final GuessLimiter guesses;

    MirrorPageController(
            MirrorService mirrors,
            ImageAccess access,
            StoredLogs logs,
            MirrorProgressCache progress,
            ScanService scans,
            GuessLimiter guesses) {
        this.mirrors = mirrors;
        this.access = access;
        this.logs = logs;
        this.progress = progress;
        this.scans = scans;
        this.guesses = guesses;
    }

    @GetMapping("/view/mirrors/{id}")
    ModelAndView page(@PathVariable String id, Caller caller) throws IOException {
        mirrors.requireEnabled("mirror");
        Optional<Mirror> mirror = find(id);
        return mirror.isPresent()
                ? new ModelAndView("mirror").addObject("mirror", shown(mirror.get(), 0, caller))
                : unknown(id, caller);
    }

    /** What has changed on the page of a mirror since the given log offset. */
    @GetMapping("/view/mirrors/{id}/progress")
    String progress(@PathVariable String id, @RequestParam(defaultValue = "0") String seen, Caller caller, Model model)
            throws IOException {
        mirrors.requireEnabled("mirror");
        Mirror mirror = find(id).orElseThrow(() -> guesses.unknown(caller, message(id)));
        model.addAttribute("mirror", shown(mirror, LogSection.offset("seen", seen), caller));
        return "mirror :: progress";
    }

    private MirrorPage shown(Mirror mirror, long seen, Caller caller) throws IOException {
        JobId id = mirror.spec().id();
        boolean readable = access.mayReadContents(caller, mirror);
        return MirrorPage.of(
                mirror,
                progress.of(id, mirror.job().isFinal()),
                readable ? scans.ofJob(mirror, true) : JobScans.NONE,
                readable
                        ? LogSection.read(
                                logs.open(id.text()), seen, !mirror.job().isFinal())
                        : LogSection.withheld(seen),
                mirrors.requesterTimes(id));
    }

    private Optional<Mirror> find(String id) {
        return JobId.find(id).filter(found -> found.kind() == JobKind.MIRROR).flatMap(mirrors::find);
    }

    private static String message(String id) {
        return "Mirror '%s' not found".formatted(id);
    }

    /** Returns a page with status 200, as clients expect, unless the caller has exceeded the limit for unknown ids. */
    private ModelAndView unknown(String id, Caller caller) {
        ApiException refusal = guesses.unknown(caller, message(id));
        if (refusal.status() != HttpStatus.NOT_FOUND) {
            throw refusal;
        }
        return new ModelAndView("message").addObject("title", "Mirror").addObject("message", message(id));
    }
}
