package io.wave.registry.error;

import org.jspecify.annotations.Nullable;

/** What a registry sends is above a limit of what is read into memory. The message completes "the registry sent …". */
public final class DocumentLimitException extends RuntimeException {

    public DocumentLimitException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
