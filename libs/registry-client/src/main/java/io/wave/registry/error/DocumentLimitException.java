package io.wave.registry.error;

import org.jspecify.annotations.Nullable;

/** A document exceeds a limit. The message completes "the registry returned …". */
public final class DocumentLimitException extends RuntimeException {

    public DocumentLimitException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
