package io.wave.api.scan;

/**
 * A scan that a request refers to.
 *
 * @param id scan id
 * @param value the platform that is scanned
 */
public record RequestedScan(String id, String value) {}
