package io.wave.api.container;

/** A severity that a scan may find without failing. */
enum ScanLevel {
    LOW,
    MEDIUM,
    HIGH,
    CRITICAL
}
