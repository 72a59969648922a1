package io.wave.proxy.gateway;

import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

/** A Platform cannot connect; the reason is for its operator. */
final class PairingRefusedException extends ResponseStatusException {

    private static final long serialVersionUID = 1L;

    PairingRefusedException(HttpStatus status, String reason) {
        super(status, reason);
    }
}
