package io.wave.egress;

import java.io.IOException;

/** A name or URL leads to a private address. The message does not say which, since that is a secret of the network. */
public final class ForbiddenAddressException extends IOException {

    ForbiddenAddressException(String host) {
        super("the host '%s' has a private address, which this service does not connect to".formatted(host));
    }
}
