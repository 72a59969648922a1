package io.wave.api.submission.request;

import io.wave.api.security.caller.Caller;
import io.wave.container.ContainerConfig;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What every container request has.
 *
 * @param caller who asks
 * @param config laid over the image, as it was sent
 * @param includes images whose layers are added, as typed
 * @param platforms the platforms that are asked for
 * @param repository where the image goes, null for the default
 * @param cache where its layers are cached, null for the default
 * @param remarks what is only shown again
 */
public record Asked(
        Caller caller,
        ContainerConfig config,
        List<String> includes,
        RequestedPlatforms platforms,
        @Nullable RepositoryName repository,
        @Nullable RepositoryName cache,
        Remarks remarks) {}
