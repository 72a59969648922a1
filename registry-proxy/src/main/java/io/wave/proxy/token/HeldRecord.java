package io.wave.proxy.token;

import io.wave.token.RequestRecord;

/** What Redis holds of a token. */
sealed interface HeldRecord {

    /** The token is served. */
    record Live(RequestRecord request) implements HeldRecord {}

    /** The token was revoked: nobody else need be asked. */
    record Revoked() implements HeldRecord {}
}
