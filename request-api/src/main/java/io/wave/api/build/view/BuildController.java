package io.wave.api.build.view;

import io.swagger.v3.oas.annotations.Operation;
import io.wave.api.access.ImageAccess;
import io.wave.api.access.ImageReadersOnly;
import io.wave.api.build.Build;
import io.wave.api.build.BuildService;
import io.wave.api.build.TypedBuildId;
import io.wave.api.job.JobCancellation;
import io.wave.api.job.log.Download;
import io.wave.api.security.caller.Caller;
import io.wave.api.security.limit.GuessLimited;
import io.wave.api.security.limit.GuessLimiter;
import io.wave.api.web.problem.ApiErrorResponse;
import io.wave.api.web.problem.ApiException;
import org.springframework.core.io.InputStreamResource;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The build endpoints of the API. */
@RestController
@RequestMapping("/v1alpha1/builds/{id}")
class BuildController {

    private final BuildService builds;
    private final ImageAccess access;
    private final BuildLogs logs;
    private final StepsReader steps;
    private final GuessLimiter guesses;

    BuildController(BuildService builds, ImageAccess access, BuildLogs logs, StepsReader steps, GuessLimiter guesses) {
        this.builds = builds;
        this.access = access;
        this.logs = logs;
        this.steps = steps;
        this.guesses = guesses;
    }

    @Operation(summary = "Returns a build.")
    @ApiErrorResponse(status = HttpStatus.NOT_FOUND, description = "The build does not exist.")
    @GuessLimited
    @GetMapping
    BuildDetails details(@PathVariable String id, Caller caller) {
        return BuildDetails.of(require(id, caller));
    }

    @Operation(summary = "Returns the status of a build.")
    @ApiErrorResponse(status = HttpStatus.NOT_FOUND, description = "The build does not exist.")
    @GuessLimited
    @GetMapping("/status")
    BuildStatus status(@PathVariable String id, Caller caller) {
        return BuildStatus.of(require(id, caller));
    }

    @Operation(
            summary = "Returns the steps of a build, while it runs and afterwards.",
            description =
                    "Steps are known of builds by BuildKit. Of other builds the list is empty and a note says so.")
    @ImageReadersOnly
    @ApiErrorResponse(status = HttpStatus.NOT_FOUND, description = "The build does not exist.")
    @GuessLimited
    @GetMapping("/steps")
    BuildStepsDetails steps(@PathVariable String id, Caller caller) {
        Build build = readable(id, caller);
        return BuildStepsDetails.of(steps.of(build), steps.ofImages(build));
    }

    @Operation(summary = "Returns the log of a build, while it runs and afterwards.")
    @ImageReadersOnly
    @ApiErrorResponse(
            status = HttpStatus.NOT_FOUND,
            description = "The build does not exist, or it has ended without a log.")
    @GuessLimited
    @GetMapping("/logs")
    ResponseEntity<InputStreamResource> logs(@PathVariable String id, Caller caller) {
        Build build = readable(id, caller);
        return Download.log("Build '%s'".formatted(id), build.job(), logs.open(build));
    }

    /** If all layers came from the cache, the lock file of the latest successful build before this one is returned. */
    @Operation(summary = "Returns the Conda lock file of the packages that a build installed.")
    @ImageReadersOnly
    @ApiErrorResponse(status = HttpStatus.NOT_FOUND, description = "The build does not exist, or it has no lock file.")
    @GuessLimited
    @GetMapping("/condalock")
    ResponseEntity<InputStreamResource> condaLock(@PathVariable String id, Caller caller) {
        Build build = readable(id, caller);
        return logs.openLock(build.spec().id())
                .or(() -> builds.earlierSuccesses(build).stream()
                        .flatMap(earlier -> logs.openLock(earlier).stream())
                        .findFirst())
                .map(text -> Download.text(build.job().id() + ".lock", text))
                .orElseThrow(() -> ApiException.notFound("Build '%s' has no lock file".formatted(id)));
    }

    @Operation(summary = "Cancels a build.")
    @ApiErrorResponse(
            status = HttpStatus.UNAUTHORIZED,
            description = "Authentication as an operator, or as the user who requested the build, is required.")
    @ApiErrorResponse(status = HttpStatus.FORBIDDEN, description = "The caller is neither that user nor an operator.")
    @ApiErrorResponse(status = HttpStatus.NOT_FOUND, description = "The build does not exist.")
    @ApiErrorResponse(status = HttpStatus.CONFLICT, description = "The build has ended.")
    @GuessLimited
    @DeleteMapping
    void cancel(@PathVariable String id, Caller caller) {
        Build build = require(id, caller);
        JobCancellation.cancel(build, caller, () -> builds.cancel(build.spec().id()));
    }

    private Build readable(String id, Caller caller) {
        Build build = require(id, caller);
        access.requireContents(caller, build);
        return build;
    }

    private Build require(String id, Caller caller) {
        return TypedBuildId.parse(id)
                .flatMap(builds::find)
                .orElseThrow(() -> guesses.unknown(caller, "Build '%s' not found".formatted(id)));
    }
}
