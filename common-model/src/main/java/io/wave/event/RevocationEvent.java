package io.wave.event;

import java.time.Instant;

/**
 * Body of the event {@code io.wave.request.revoked} on {@link io.wave.job.Topics#REQUEST_EVENTS}.
 *
 * @param requestId first four digits of the request id, which as a whole is a secret
 * @param tenant tenant of the caller who made the request
 * @param at when the token was revoked
 */
public record RevocationEvent(String requestId, String tenant, Instant at) {}
