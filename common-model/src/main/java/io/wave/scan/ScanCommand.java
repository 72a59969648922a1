package io.wave.scan;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import org.jspecify.annotations.Nullable;

/** A command on {@link io.wave.job.Topics#SCAN_COMMANDS}, keyed by the target of the scan. Delivered at least once. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({@JsonSubTypes.Type(ScanCommand.Start.class), @JsonSubTypes.Type(ScanCommand.Cancel.class)})
public sealed interface ScanCommand {

    /** The scan id. */
    ScanId id();

    /**
     * Starts a scan. If the id is already known, the worker publishes the current state of the job again.
     *
     * @param logins encrypted registry credentials that the tenant keeps elsewhere; null if there are none
     */
    @JsonTypeName("start")
    record Start(
            ScanSpec scan,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String logins) implements ScanCommand {

        public Start {
            requireNonNull(scan, "scan is missing");
        }

        /** Without credentials. */
        public Start(ScanSpec scan) {
            this(scan, null);
        }

        @Override
        public ScanId id() {
            return scan.id();
        }
    }

    /** Cancels a scan that is queued or running; has no effect if it has ended. */
    @JsonTypeName("cancel")
    record Cancel(ScanId id) implements ScanCommand {

        public Cancel {
            requireNonNull(id, "id is missing");
        }
    }
}
