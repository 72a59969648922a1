package io.wave.registry.error;

import io.wave.oci.OciErrorCode;
import java.util.Optional;
import java.util.Set;

/** Statuses of registries that concern the request of the client, and so are relayed to it. */
public final class RelayedStatuses {

    private static final Set<Integer> ALL = Set.of(400, 402, 404, 405, 406, 409, 410, 413, 414, 415, 422, 451);

    private RelayedStatuses() {}

    static boolean contains(int status) {
        return ALL.contains(status);
    }

    /** The error code for such a status; empty for all others. */
    public static Optional<OciErrorCode> code(int status) {
        return contains(status)
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
