package io.wave.registry.error;

import io.wave.oci.OciErrorCode;
import java.util.Optional;
import java.util.Set;

/** Statuses of registries that are about what was asked for, and mean the same to whoever asked this service for it. */
public final class CallerStatuses {

    private static final Set<Integer> ALL = Set.of(400, 402, 404, 405, 406, 409, 410, 413, 414, 415, 422, 451);

    private CallerStatuses() {}

    static boolean contain(int status) {
        return ALL.contains(status);
    }

    /** The code that goes with such a status; empty for all others. */
    public static Optional<OciErrorCode> code(int status) {
        return contain(status)
                ? Optional.of(
                        switch (status) {
                            case 404 -> OciErrorCode.NAME_UNKNOWN;
                            case 405 -> OciErrorCode.UNSUPPORTED;
                            case 402, 451 -> OciErrorCode.DENIED;
                            default -> OciErrorCode.UNKNOWN;
                        })
                : Optional.empty();
    }
}
