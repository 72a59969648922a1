package io.wave.api.submission.request;

/** A severity that a scan may find without failing. */
public enum ScanLevel {
    LOW,
    MEDIUM,
    HIGH,
    CRITICAL
}
