package io.wave.proxy.gateway;

import org.springframework.http.HttpStatus;
import org.springframework.util.unit.DataSize;
import org.springframework.web.server.ResponseStatusException;

/** The request body is larger than the limit. */
final class BodyTooLargeException extends ResponseStatusException {

    private static final long serialVersionUID = 1L;

    BodyTooLargeException(DataSize limit) {
        super(
                HttpStatus.CONTENT_TOO_LARGE,
                "request body: is larger than %d MiB, the limit: send less".formatted(limit.toMegabytes()));
    }
}
