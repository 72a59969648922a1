package io.wave.proxy.cache;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import io.wave.augment.manifest.ManifestException;
import io.wave.oci.OciErrorCode;
import io.wave.registry.error.RegistryException;
import io.wave.registry.error.RegistryFailure;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The result of an operation that one replica ran for all, as stored in Redis for those that wait. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
sealed interface SingleFlightResult {

    /** An encoded value, see {@link SingleFlightCodec}. */
    @JsonTypeName("value")
    record Value(String text) implements SingleFlightResult {}

    /** The result is not shared: each replica that waits runs the operation itself. */
    @JsonTypeName("unshared")
    record Unshared() implements SingleFlightResult {}

    /** The operation completed without a value. */
    @JsonTypeName("empty")
    record Empty() implements SingleFlightResult {}

    /** The registry returned an error. */
    @JsonTypeName("refused")
    record Refused(
            RegistryFailure failure,
            OciErrorCode code,
            int status,
            String message,
            @Nullable Long retryAfterMillis) implements SingleFlightResult {

        RegistryException error() {
            return RegistryException.ofReplica(
                    failure,
                    code,
                    status,
                    message,
                    retryAfterMillis == null ? null : Duration.ofMillis(retryAfterMillis));
        }
    }

    /** The image is invalid. */
    @JsonTypeName("invalid")
    record Invalid(String message) implements SingleFlightResult {}

    static SingleFlightResult of(Throwable error) {
        return switch (error) {
            case RegistryException refused ->
                new Refused(
                        refused.failure(),
                        refused.code(),
                        refused.upstreamStatus(),
                        String.valueOf(refused.getMessage()),
                        refused.retryAfter().map(Duration::toMillis).orElse(null));
            case ManifestException invalid -> new Invalid(String.valueOf(invalid.getMessage()));
            default -> new Unshared();
        };
    }
}
