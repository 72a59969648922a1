package io.wave.api.token.view;

import io.wave.api.build.Build;
import io.wave.api.build.BuildProperties;
import io.wave.api.build.BuildService;
import io.wave.api.security.caller.Caller;
import io.wave.api.security.limit.GuessLimiter;
import io.wave.api.token.RequestStore;
import io.wave.api.token.StoredRequest;
import io.wave.api.web.ServerAddress;
import io.wave.api.web.problem.ApiException;
import io.wave.build.BuildId;
import io.wave.job.JobState;
import io.wave.token.ContainerToken;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.springframework.stereotype.Component;

/** Determines the status of requested images. */
@Component
class ContainerStatusService {

    private final RequestStore requests;
    private final BuildService builds;
    private final ServerAddress server;
    private final GuessLimiter guesses;
    private final BuildProperties properties;
    private final Clock clock;

    ContainerStatusService(
            RequestStore requests,
            BuildService builds,
            ServerAddress server,
            GuessLimiter guesses,
            BuildProperties properties,
            Clock clock) {
        this.requests = requests;
        this.builds = builds;
        this.server = server;
        this.guesses = guesses;
        this.properties = properties;
        this.clock = clock;
    }

    ContainerStatus of(ContainerToken token, Caller caller) {
        StoredRequest request = requests.find(token)
                .filter(StoredRequest::live)
                .orElseThrow(() -> guesses.unknown(caller, "Request '%s' not found or expired".formatted(token)));
        return request.buildId().map(id -> ofBuild(token, id)).orElseGet(() -> ofImage(token, request));
    }

    private ContainerStatus ofImage(ContainerToken token, StoredRequest request) {
        Instant created = request.record().createdAt();
        return new ContainerStatus(
                token,
                ContainerStatus.Phase.DONE,
                null,
                true,
                null,
                null,
                created,
                Duration.between(created, clock.instant()));
    }

    private ContainerStatus ofBuild(ContainerToken token, BuildId id) {
        if (!properties.enabled()) {
            throw ApiException.unsupported(
                    "status", "is not available for requests with a build: builds are disabled (wave.build.enabled)");
        }
        Build build = builds.find(id).orElseThrow(() -> ApiException.notFound("Build '%s' not found".formatted(id)));
        return build.job().isFinal() ? ended(token, build) : building(token, build);
    }

    private static ContainerStatus building(ContainerToken token, Build build) {
        return new ContainerStatus(
                token, ContainerStatus.Phase.BUILDING, build.job().id(), null, null, null, build.startTime(), null);
    }

    private ContainerStatus ended(ContainerToken token, Build build) {
        boolean succeeded = build.job().state() == JobState.SUCCEEDED;
        String failure = Objects.requireNonNullElse(build.job().failure(), "the build failed");
        return new ContainerStatus(
                token,
                ContainerStatus.Phase.DONE,
                build.job().id(),
                succeeded,
                succeeded ? null : failure,
                succeeded ? null : server.page("/view/builds/" + build.job().id()),
                build.startTime(),
                build.duration().orElse(Duration.ZERO));
    }
}
