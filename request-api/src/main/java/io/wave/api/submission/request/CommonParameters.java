package io.wave.api.submission.request;

import io.wave.api.security.caller.Caller;
import io.wave.container.ContainerConfig;
import io.wave.job.JobProfile;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What all kinds of container requests have in common.
 *
 * @param caller the caller
 * @param config the container configuration, as sent
 * @param includes images whose layers are added, as typed
 * @param platforms the requested platforms
 * @param repository repository to push to; null for the default
 * @param cache repository of the layer cache; null for the default
 * @param scan whether the image is scanned
 * @param profile what the jobs of the request run on; null for the default
 * @param clientInfo values that are only stored and shown
 */
public record CommonParameters(
        Caller caller,
        ContainerConfig config,
        List<String> includes,
        RequestedPlatforms platforms,
        @Nullable RepositoryName repository,
        @Nullable RepositoryName cache,
        ScanChoice scan,
        @Nullable JobProfile profile,
        ClientInfo clientInfo) {

    /** The same for another caller. */
    public CommonParameters of(Caller other) {
        return new CommonParameters(other, config, includes, platforms, repository, cache, scan, profile, clientInfo);
    }
}
