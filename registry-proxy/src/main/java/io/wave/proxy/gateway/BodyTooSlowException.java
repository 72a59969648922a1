package io.wave.proxy.gateway;

import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

/** A request body takes too long to arrive. */
final class BodyTooSlowException extends ResponseStatusException {

    private static final long serialVersionUID = 1L;

    BodyTooSlowException() {
        super(HttpStatus.REQUEST_TIMEOUT, "the request body arrives too slowly");
    }
}
