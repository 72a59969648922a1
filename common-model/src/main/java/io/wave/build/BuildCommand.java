package io.wave.build;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import org.jspecify.annotations.Nullable;

/** A command on {@link io.wave.job.Topics#BUILD_COMMANDS}, keyed by the target image. Delivered at least once. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({@JsonSubTypes.Type(BuildCommand.Start.class), @JsonSubTypes.Type(BuildCommand.Cancel.class)})
public sealed interface BuildCommand {

    /** The build id. */
    BuildId id();

    /**
     * Starts a build. If the id is already known, the worker publishes the current state of the job again.
     *
     * @param logins encrypted registry credentials that the tenant keeps elsewhere; null if there are none
     */
    @JsonTypeName("start")
    record Start(
            BuildSpec build,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String logins) implements BuildCommand {

        public Start {
            requireNonNull(build, "build is missing");
        }

        /** Without credentials. */
        public Start(BuildSpec build) {
            this(build, null);
        }

        @Override
        public BuildId id() {
            return build.id();
        }
    }

    /** Cancels a build that is queued or running; has no effect if it has ended. */
    @JsonTypeName("cancel")
    record Cancel(BuildId id) implements BuildCommand {

        public Cancel {
            requireNonNull(id, "id is missing");
        }
    }
}
