package io.wave.store;

import java.time.Instant;

/**
 * An object in a listing.
 *
 * @param name its name
 * @param size its length in bytes
 * @param modified time of the last put
 */
public record StoredObject(ObjectName name, long size, Instant modified) {}
