package io.wave.proxy.gateway;

import org.springframework.http.HttpStatus;
import org.springframework.util.unit.DataSize;
import org.springframework.web.server.ResponseStatusException;

/** A request body has more bytes than are accepted. */
final class BodyTooLargeException extends ResponseStatusException {

    private static final long serialVersionUID = 1L;

    BodyTooLargeException(DataSize limit) {
        super(HttpStatus.CONTENT_TOO_LARGE, "the request body is larger than %d MiB".formatted(limit.toMegabytes()));
    }
}
