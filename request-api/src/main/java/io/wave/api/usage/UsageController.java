package io.wave.api.usage;

import io.swagger.v3.oas.annotations.Operation;
import io.wave.api.security.caller.Caller;
import io.wave.api.security.caller.CallerRights;
import io.wave.api.security.limit.GuessLimited;
import io.wave.api.web.problem.ApiErrorResponse;
import io.wave.api.web.problem.ApiException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The usage metrics endpoints for operators; version 3 also counts by architecture. */
@RestController
@ConditionalOnBooleanProperty("wave.metrics.enabled")
class UsageController {

    private final UsageCounters usages;

    UsageController(UsageCounters usages) {
        this.usages = usages;
    }

    @Operation(summary = "Returns usage counts by organization.")
    @ApiErrorResponse(status = HttpStatus.BAD_REQUEST, description = "A parameter is invalid.")
    @ApiErrorResponse(status = HttpStatus.UNAUTHORIZED, description = "Authentication as an operator is required.")
    @ApiErrorResponse(status = HttpStatus.NOT_FOUND, description = "The metric does not exist.")
    @GuessLimited
    @GetMapping({"/v1alpha2/metrics/{metric}", "/v1alpha2/metrics/{metric}/{part}"})
    UsageResponse second(
            @PathVariable String metric,
            @PathVariable(required = false) @Nullable String part,
            @RequestParam(required = false) @Nullable String date,
            @RequestParam(required = false) @Nullable String org,
            Caller caller) {
        return third(metric, part, date, org, null, caller);
    }

    @Operation(summary = "Returns usage counts by organization and architecture.")
    @ApiErrorResponse(status = HttpStatus.BAD_REQUEST, description = "A parameter is invalid.")
    @ApiErrorResponse(status = HttpStatus.UNAUTHORIZED, description = "Authentication as an operator is required.")
    @ApiErrorResponse(status = HttpStatus.NOT_FOUND, description = "The metric does not exist.")
    @GuessLimited
    @GetMapping({"/v1alpha3/metrics/{metric}", "/v1alpha3/metrics/{metric}/{part}"})
    UsageResponse third(
            @PathVariable String metric,
            @PathVariable(required = false) @Nullable String part,
            @RequestParam(required = false) @Nullable String date,
            @RequestParam(required = false) @Nullable String org,
            @RequestParam(required = false) @Nullable String arch,
            Caller caller) {
        UsageKind kind =
                kind(part == null ? metric : metric + "/" + part).orElseThrow(() -> ApiException.notFound("Not Found"));
        // checked here, so that unknown metrics are 404 for everyone
        CallerRights.requireOperator(caller);
        UsageQuery query = UsageQuery.of(date, org, arch);
        return UsageResponse.of(kind, query, usages.sums(kind, query));
    }

    private static Optional<UsageKind> kind(String path) {
        return Optional.ofNullable(
                switch (path) {
                    case "builds" -> UsageKind.BUILDS;
                    case "pulls" -> UsageKind.PULLS;
                    case "fusion/pulls" -> UsageKind.FUSION;
                    case "mirrors" -> UsageKind.MIRRORS;
                    case "scans" -> UsageKind.SCANS;
                    default -> null;
                });
    }
}
