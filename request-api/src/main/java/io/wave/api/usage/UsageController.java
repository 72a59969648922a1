package io.wave.api.usage;

import io.swagger.v3.oas.annotations.Operation;
import io.wave.api.security.caller.Caller;
import io.wave.api.security.limit.LimitedGuesses;
import io.wave.api.web.problem.ApiException;
import io.wave.api.web.problem.Refusal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Tells operators how much is used; the third version tells it by architecture too. */
@RestController
@ConditionalOnBooleanProperty("wave.metrics.enabled")
class UsageController {

    private final UsageTable usages;

    UsageController(UsageTable usages) {
        this.usages = usages;
    }

    @Operation(summary = "Counts what was used by organisation.")
    @Refusal(status = HttpStatus.BAD_REQUEST, says = "A parameter is not what is described here.")
    @Refusal(status = HttpStatus.UNAUTHORIZED, says = "The account of an operator is needed.")
    @Refusal(status = HttpStatus.NOT_FOUND, says = "There is no such metric.")
    @LimitedGuesses
    @GetMapping({"/v1alpha2/metrics/{metric}", "/v1alpha2/metrics/{metric}/{part}"})
    UsageAnswer second(
            @PathVariable String metric,
            @PathVariable(required = false) @Nullable String part,
            @RequestParam(required = false) @Nullable String date,
            @RequestParam(required = false) @Nullable String org,
            Caller caller) {
        return third(metric, part, date, org, null, caller);
    }

    @Operation(summary = "Counts what was used by organisation and architecture.")
    @Refusal(status = HttpStatus.BAD_REQUEST, says = "A parameter is not what is described here.")
    @Refusal(status = HttpStatus.UNAUTHORIZED, says = "The account of an operator is needed.")
    @Refusal(status = HttpStatus.NOT_FOUND, says = "There is no such metric.")
    @LimitedGuesses
    @GetMapping({"/v1alpha3/metrics/{metric}", "/v1alpha3/metrics/{metric}/{part}"})
    UsageAnswer third(
            @PathVariable String metric,
            @PathVariable(required = false) @Nullable String part,
            @RequestParam(required = false) @Nullable String date,
            @RequestParam(required = false) @Nullable String org,
            @RequestParam(required = false) @Nullable String arch,
            Caller caller) {
        UsageKind kind =
                kind(part == null ? metric : metric + "/" + part).orElseThrow(() -> ApiException.notFound("Not Found"));
        // Here, since what there is no metric of does not exist, for operators and others.
        if (!(caller instanceof Caller.Operator)) {
            throw ApiException.unauthorized();
        }
        UsageQuery query = UsageQuery.of(date, org, arch);
        return UsageAnswer.of(kind, query, usages.sums(kind, query));
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
