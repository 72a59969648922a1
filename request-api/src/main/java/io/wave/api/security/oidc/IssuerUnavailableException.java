package io.wave.api.security.oidc;

import com.nimbusds.jose.KeySourceException;

/** The keys of the issuer are needed and cannot be loaded at the moment. */
final class IssuerUnavailableException extends KeySourceException {

    IssuerUnavailableException(String message) {
        super(message);
    }
}
