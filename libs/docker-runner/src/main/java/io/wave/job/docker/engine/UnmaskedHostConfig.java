package io.wave.job.docker.engine;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.github.dockerjava.api.model.HostConfig;
import java.util.List;

/** Has the engine hide nothing in {@code /proc}, which the client has no methods for. */
final class UnmaskedHostConfig extends HostConfig {

    private static final long serialVersionUID = 1;

    @JsonProperty("MaskedPaths")
    List<String> maskedPaths() {
        return List.of();
    }

    @JsonProperty("ReadonlyPaths")
    List<String> readonlyPaths() {
        return List.of();
    }
}
