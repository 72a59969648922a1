package io.wave.egress;

import java.io.IOException;

/** A host has a private address. The message does not contain the address, since the network is confidential. */
public final class ForbiddenAddressException extends IOException {

    ForbiddenAddressException(String host) {
        super(("host '%s' has a private address, which is not allowed; the operator of this service can allow it with"
                        + " wave.security.ssrf-protection.allowed")
                .formatted(host));
    }
}
