package io.wave.mirror;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import io.wave.job.JobId;
import org.jspecify.annotations.Nullable;

/** A command on {@link io.wave.job.Topics#MIRROR_COMMANDS}, keyed by the target of the job. Delivered at least once. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({@JsonSubTypes.Type(MirrorCommand.Start.class), @JsonSubTypes.Type(MirrorCommand.Cancel.class)})
public sealed interface MirrorCommand {

    /** The mirror id. */
    JobId id();

    /**
     * Starts a mirror. If the id is already known, the worker publishes the current state of the job again.
     *
     * @param logins encrypted registry credentials that the tenant keeps elsewhere; null if there are none
     */
    @JsonTypeName("start")
    record Start(
            MirrorSpec mirror,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String logins) implements MirrorCommand {

        public Start {
            requireNonNull(mirror, "mirror is missing");
        }

        /** Without credentials. */
        public Start(MirrorSpec mirror) {
            this(mirror, null);
        }

        @Override
        public JobId id() {
            return mirror.id();
        }
    }

    /** Cancels a mirror that is queued or running; has no effect if it has ended. */
    @JsonTypeName("cancel")
    record Cancel(JobId id) implements MirrorCommand {

        public Cancel {
            requireNonNull(id, "id is missing");
        }
    }
}
