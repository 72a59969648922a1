package io.wave.proxy.cache;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import io.wave.augment.ManifestException;
import io.wave.oci.OciErrorCode;
import io.wave.registry.RegistryException;
import io.wave.registry.RegistryFailure;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How work came out that one replica did for all, as it stands in Redis for those that wait. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
sealed interface FlightResult {

    /** What a {@link FlightCodec} reads. */
    @JsonTypeName("value")
    record Value(String text) implements FlightResult {}

    /** There is none: who waits for it does the work itself. */
    @JsonTypeName("unshared")
    record Unshared() implements FlightResult {}

    /** There is nothing of what was asked for. */
    @JsonTypeName("empty")
    record Empty() implements FlightResult {}

    /** The registry did not give it. */
    @JsonTypeName("refused")
    record Refused(
            RegistryFailure failure,
            OciErrorCode code,
            int status,
            String message,
            @Nullable Long retryAfterMillis) implements FlightResult {

        RegistryException error() {
            return RegistryException.again(
                    failure,
                    code,
                    status,
                    message,
                    retryAfterMillis == null ? null : Duration.ofMillis(retryAfterMillis));
        }
    }

    /** The image cannot be what it is used as. */
    @JsonTypeName("invalid")
    record Invalid(String message) implements FlightResult {}

    static FlightResult of(Throwable error) {
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
