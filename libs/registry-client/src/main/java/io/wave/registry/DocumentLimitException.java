package io.wave.registry;

import org.jspecify.annotations.Nullable;

/** What a registry sends is above a limit of what is read into memory. The message completes "the registry sent …". */
final class DocumentLimitException extends RuntimeException {

    DocumentLimitException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
