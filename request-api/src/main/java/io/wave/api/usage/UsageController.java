package io.wave.api.usage;

import io.swagger.v3.oas.annotations.Operation;
import io.wave.api.account.Accounts;
import io.wave.api.limit.LimitedGuesses;
import io.wave.api.problem.ApiException;
import io.wave.api.problem.Refusal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Tells operators how much is used; the third version tells it by architecture too. */
@RestController
@ConditionalOnBooleanProperty("wave.metrics.enabled")
class UsageController {

    private final UsageTable usages;
    private final Accounts accounts;

    UsageController(UsageTable usages, Accounts accounts) {
        this.usages = usages;
        this.accounts = accounts;
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
            @RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false) @Nullable String authorization) {
        return third(metric, part, date, org, null, authorization);
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
            @RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false) @Nullable String authorization) {
        UsageKind kind =
                kind(part == null ? metric : metric + "/" + part).orElseThrow(() -> ApiException.notFound("Not Found"));
        accounts.requireOperator(authorization);
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
