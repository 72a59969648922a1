package io.wave.api.build.view;

import io.wave.api.access.ImageAccess;
import io.wave.api.build.Build;
import io.wave.api.build.BuildProperties;
import io.wave.api.build.BuildService;
import io.wave.api.job.log.LogSection;
import io.wave.api.scan.JobScans;
import io.wave.api.scan.ScanService;
import io.wave.api.security.caller.Caller;
import io.wave.api.security.limit.GuessLimiter;
import io.wave.api.web.page.PageController;
import io.wave.api.web.page.PageTimeFormat;
import io.wave.api.web.problem.ApiException;
import io.wave.build.BuildId;
import io.wave.container.ContainerId;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.http.HttpStatus;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.view.RedirectView;

/** The build pages. Clients print their addresses, so the paths are stable. */
@PageController
class BuildPageController {

    private static final Pattern DASHED = Pattern.compile("(.+)-(\\d+)");
    private static final Pattern CONTAINER = Pattern.compile("(?:bd-)?([0-9a-f]{16})");

    private final BuildService builds;
    private final ImageAccess access;
    private final BuildLogs logs;
    private final StepsReader steps;
    private final ScanService scans;
    private final BuildProperties properties;
    private final GuessLimiter guesses;
    private final Clock clock;

    BuildPageController(
            BuildService builds,
            ImageAccess access,
            BuildLogs logs,
            StepsReader steps,
            ScanService scans,
            BuildProperties properties,
            GuessLimiter guesses,
            Clock clock) {
        this.builds = builds;
        this.access = access;
        this.logs = logs;
        this.steps = steps;
        this.scans = scans;
        this.properties = properties;
        this.guesses = guesses;
        this.clock = clock;
    }

    /** The page of a build, or the list of a container's builds if the id has no number. */
    @GetMapping("/view/builds/{id}")
    ModelAndView page(@PathVariable String id, Caller caller) throws IOException {
        requireBuilds();
        Matcher container = CONTAINER.matcher(id);
        if (container.matches()) {
            return attempts(id, caller, builds.attempts(new ContainerId(container.group(1))));
        }
        Matcher dashed = DASHED.matcher(id);
        if (dashed.matches()) {
            return redirect(HttpStatus.MOVED_PERMANENTLY, dashed.group(1) + "_" + dashed.group(2));
        }
        Optional<Build> build = find(id);
        return build.isPresent()
                ? new ModelAndView("build").addObject("build", shown(build.get(), 0, caller))
                : unknown(id, caller);
    }

    /** What has changed on the page of a build since the given log offset. */
    @GetMapping("/view/builds/{id}/progress")
    String progress(@PathVariable String id, @RequestParam(defaultValue = "0") String seen, Caller caller, Model model)
            throws IOException {
        requireBuilds();
        Build build = find(id).orElseThrow(() -> guesses.unknown(caller, "Build '%s' not found".formatted(id)));
        model.addAttribute("build", shown(build, LogSection.offset("seen", seen), caller));
        return "build :: progress";
    }

    private ModelAndView attempts(String id, Caller caller, List<Build> attempts) {
        return switch (attempts.size()) {
            case 0 -> unknown(id, caller);
            case 1 ->
                redirect(
                        HttpStatus.TEMPORARY_REDIRECT, attempts.getFirst().job().id());
            default -> list(attempts);
        };
    }

    private ModelAndView list(List<Build> attempts) {
        Build newest = attempts.getFirst();
        PageTimeFormat times = builds.requesterTimes(newest.spec().id());
        List<BuildAttempt> lines =
                attempts.stream().map(build -> BuildAttempt.of(build, times)).toList();
        return new ModelAndView("builds")
                .addObject("image", newest.job().target())
                .addObject("attempts", lines);
    }

    private BuildPage shown(Build build, long seen, Caller caller) throws IOException {
        BuildId id = build.spec().id();
        boolean readable = access.mayReadContents(caller, build);
        return BuildPage.of(
                build,
                builds.indexesOf(id),
                readable ? timelines(build) : List.of(),
                readable ? scans.ofJob(build, !build.spec().isSingularity()) : JobScans.NONE,
                readable ? LogSection.read(logs.open(build), seen, !build.job().isFinal()) : LogSection.withheld(seen),
                builds.requesterTimes(id));
    }

    private List<StepsView> timelines(Build build) {
        Instant now = clock.instant();
        List<ImageSteps> images = steps.ofImages(build);
        return (images.isEmpty() ? List.of(steps.of(build)) : images)
                .stream().map(known -> StepsView.of(known, now)).toList();
    }

    private void requireBuilds() {
        if (!properties.enabled()) {
            throw ApiException.unsupported("builds", "disabled (wave.build.enabled)");
        }
    }

    /** Old records have ids without the prefix. */
    private Optional<Build> find(String id) {
        try {
            return builds.find(BuildId.parse(id.startsWith("bd-") ? id : "bd-" + id));
        } catch (IllegalArgumentException noId) {
            return Optional.empty();
        }
    }

    /** Returns a page with status 200, as clients expect, unless the caller has exceeded the limit for unknown ids. */
    private ModelAndView unknown(String id, Caller caller) {
        String message = "Build '%s' not found".formatted(id);
        ApiException refusal = guesses.unknown(caller, message);
        if (refusal.status() != HttpStatus.NOT_FOUND) {
            throw refusal;
        }
        return new ModelAndView("message").addObject("title", "Build").addObject("message", message);
    }

    private static ModelAndView redirect(HttpStatus status, String id) {
        RedirectView to = new RedirectView("/view/builds/" + URLEncoder.encode(id, StandardCharsets.UTF_8));
        to.setStatusCode(status);
        to.setExposeModelAttributes(false);
        return new ModelAndView(to);
    }
}
