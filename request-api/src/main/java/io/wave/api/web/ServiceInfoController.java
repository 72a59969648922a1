package io.wave.api.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.info.GitProperties;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Version and health of the service. */
@RestController
class ServiceInfoController {

    /** The supported version of the API, which clients compare with their own. */
    private static final String VERSION = "1.37.0";

    /** Used if the build is not from a Git repository. */
    private static final String NO_COMMIT = "unknown";

    private final HealthEndpoint health;
    private final String commit;

    ServiceInfoController(HealthEndpoint health, ObjectProvider<GitProperties> git) {
        this.health = health;
        this.commit = Optional.ofNullable(git.getIfAvailable())
                .map(GitProperties::getShortCommitId)
                .orElse(NO_COMMIT);
    }

    @Operation(summary = "Returns the version of the service.")
    @GetMapping("/service-info")
    ServiceInfoAnswer info() {
        return new ServiceInfoAnswer(new ServiceInfo(VERSION, commit));
    }

    @Operation(summary = "Returns whether the service is up.")
    @ApiResponse(responseCode = "200", description = "The service is up.")
    @ApiResponse(responseCode = "503", description = "The service is down.")
    @GetMapping("/health")
    ResponseEntity<Health> health() {
        boolean up = Status.UP.equals(health.health().getStatus());
        return ResponseEntity.status(up ? 200 : 503).body(new Health(up ? "UP" : "DOWN"));
    }

    record ServiceInfoAnswer(ServiceInfo serviceInfo) {}

    record ServiceInfo(String version, String commitId) {}

    record Health(String status) {}
}
