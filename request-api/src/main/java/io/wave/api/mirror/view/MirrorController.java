package io.wave.api.mirror.view;

import io.swagger.v3.oas.annotations.Operation;
import io.wave.api.access.ImageAccess;
import io.wave.api.access.ImageReadersOnly;
import io.wave.api.job.JobCancellation;
import io.wave.api.job.log.Download;
import io.wave.api.job.log.StoredLogs;
import io.wave.api.mirror.Mirror;
import io.wave.api.mirror.MirrorProgressCache;
import io.wave.api.mirror.MirrorService;
import io.wave.api.security.caller.Caller;
import io.wave.api.security.limit.GuessLimited;
import io.wave.api.security.limit.GuessLimiter;
import io.wave.api.web.problem.ApiErrorResponse;
import io.wave.job.JobId;
import io.wave.job.JobKind;
import org.springframework.core.io.InputStreamResource;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The mirror endpoints of the API. */
@RestController
@RequestMapping("/v1alpha1/mirrors/{id}")
class MirrorController {

    private final MirrorService mirrors;
    private final ImageAccess access;
    private final StoredLogs logs;
    private final MirrorProgressCache progress;
    private final GuessLimiter guesses;

    MirrorController(
            MirrorService mirrors,
            ImageAccess access,
            StoredLogs logs,
            MirrorProgressCache progress,
            GuessLimiter guesses) {
        this.mirrors = mirrors;
        this.access = access;
        this.logs = logs;
        this.progress = progress;
        this.guesses = guesses;
    }

    @Operation(summary = "Returns a mirror, with its progress.")
    @ApiErrorResponse(status = HttpStatus.NOT_FOUND, description = "The mirror does not exist.")
    @ApiErrorResponse(status = HttpStatus.NOT_IMPLEMENTED, description = "Mirrors are disabled.")
    @GuessLimited
    @GetMapping
    MirrorDetails details(@PathVariable String id, Caller caller) {
        mirrors.requireEnabled("mirror");
        Mirror mirror = require(id, caller);
        return MirrorDetails.of(
                mirror, progress.of(mirror.spec().id(), mirror.job().isFinal()).orElse(null));
    }

    @Operation(summary = "Returns the log of a mirror, while it runs and afterwards.")
    @ImageReadersOnly
    @ApiErrorResponse(
            status = HttpStatus.NOT_FOUND,
            description = "The mirror does not exist, or it has ended without a log.")
    @GuessLimited
    @GetMapping("/logs")
    ResponseEntity<InputStreamResource> logs(@PathVariable String id, Caller caller) {
        Mirror mirror = require(id, caller);
        access.requireContents(caller, mirror);
        return Download.log(
                "Mirror '%s'".formatted(id),
                mirror.job(),
                logs.open(mirror.job().id()));
    }

    @Operation(summary = "Cancels a mirror.")
    @ApiErrorResponse(
            status = HttpStatus.UNAUTHORIZED,
            description = "Authentication as an operator, or as the user who requested the mirror, is required.")
    @ApiErrorResponse(status = HttpStatus.FORBIDDEN, description = "The caller is neither that user nor an operator.")
    @ApiErrorResponse(status = HttpStatus.NOT_FOUND, description = "The mirror does not exist.")
    @ApiErrorResponse(status = HttpStatus.CONFLICT, description = "The mirror has ended.")
    @GuessLimited
    @DeleteMapping
    void cancel(@PathVariable String id, Caller caller) {
        Mirror mirror = require(id, caller);
        JobCancellation.cancel(
                mirror, caller, () -> mirrors.cancel(mirror.spec().id()));
    }

    private Mirror require(String id, Caller caller) {
        return JobId.find(id)
                .filter(found -> found.kind() == JobKind.MIRROR)
                .flatMap(mirrors::find)
                .orElseThrow(() -> guesses.unknown(caller, "Mirror '%s' not found".formatted(id)));
    }
}
