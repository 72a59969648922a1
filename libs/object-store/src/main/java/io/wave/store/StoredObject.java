package io.wave.store;

import java.time.Instant;

/**
 * An object as a listing tells of it.
 *
 * @param name its name
 * @param size its length in bytes
 * @param modified when it was last put
 */
public record StoredObject(ObjectName name, long size, Instant modified) {}
