package io.wave.api.security.oidc;

import com.nimbusds.jose.jwk.JWKSet;
import java.io.IOException;

/** Where public keys come from that tokens are verified with. */
public interface KeySource {

    /**
     * The current keys.
     *
     * @throws IOException if they cannot be loaded
     */
    JWKSet keys() throws IOException;

    /** Whose keys these are, for the log. */
    String owner();
}
