package io.wave.api.image;

import java.util.Optional;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;

/** Why the current request has no credentials for a registry that it might have had; for messages about denied access. */
public final class DenialNotes {

    private static final String PREFIX = DenialNotes.class.getName() + ":";

    private DenialNotes() {}

    /** Notes why there are no credentials for a registry. */
    public static void add(String registry, String reason) {
        RequestAttributes request = RequestContextHolder.getRequestAttributes();
        if (request != null) {
            request.setAttribute(PREFIX + registry, reason, RequestAttributes.SCOPE_REQUEST);
        }
    }

    /** What was noted for a registry. */
    static Optional<String> of(String registry) {
        return Optional.ofNullable(RequestContextHolder.getRequestAttributes())
                .map(request -> request.getAttribute(PREFIX + registry, RequestAttributes.SCOPE_REQUEST))
                .map(String::valueOf);
    }
}
