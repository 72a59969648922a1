package io.wave.api.platform.credential;

import io.wave.api.platform.PlatformId;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a workflow of a Platform was launched. Reply of {@code /workflow/{id}/launch}.
 *
 * @param launch null if the Platform does not say
 */
record WorkflowLaunch(@Nullable Launch launch) {

    private static final Set<String> OF_AWS = Set.of("aws-batch", "aws-cloud");

    record Launch(@Nullable ComputeEnvironment computeEnv) {}

    record ComputeEnvironment(
            @Nullable String platform, @Nullable String credentialsId) {}

    /** The credentials of the compute environment; empty if it is not one of AWS with keys. */
    Optional<String> credentialsOfAws() {
        return Optional.ofNullable(launch)
                .map(Launch::computeEnv)
                .filter(environment -> environment.platform() != null && OF_AWS.contains(environment.platform()))
                .map(ComputeEnvironment::credentialsId)
                .filter(PlatformId::isValid);
    }
}
