package io.wave.proxy.token;

import io.wave.token.RequestRecord;

/** The entry of a token in Redis. */
sealed interface StoredRequest {

    /** The container request of a valid token. */
    record Live(RequestRecord request) implements StoredRequest {}

    /** The token was revoked: request-api need not be asked. */
    record Revoked() implements StoredRequest {}
}
