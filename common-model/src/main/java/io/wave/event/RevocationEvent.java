package io.wave.event;

import java.time.Instant;

/**
 * Body of the event {@code io.wave.request.revoked} on {@link io.wave.job.Topics#REQUEST_EVENTS}.
 *
 * @param requestId id of the request, cut to its first four digits since the whole is a secret
 * @param tenant who had asked
 * @param at when it was revoked
 */
public record RevocationEvent(String requestId, String tenant, Instant at) {}
