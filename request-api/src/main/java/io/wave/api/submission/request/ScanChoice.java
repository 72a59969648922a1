package io.wave.api.submission.request;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Whether the image of a request is scanned.
 *
 * @param mode when it is scanned
 * @param levels severities that a required scan tolerates
 */
public record ScanChoice(ScanMode mode, Set<ScanLevel> levels) {

    /** No scan. */
    public static final ScanChoice NONE = new ScanChoice(ScanMode.none, Set.of());

    /**
     * The choice of a request. Built images are scanned in the background unless the request says otherwise; Singularity
     * images are never scanned, and a dry run scans nothing.
     *
     * @param enabled whether images are scanned at all
     * @param isBuilt whether the image is built
     */
    public static ScanChoice of(SubmitRequest request, boolean enabled, boolean isBuilt) {
        ScanMode mode = request.scanMode();
        boolean unwanted = mode == ScanMode.none || (mode == null && !isBuilt);
        if (!enabled || unwanted || request.wantsSingularity() || request.isDryRun()) {
            return NONE;
        }
        List<ScanLevel> levels = request.scanLevels();
        return new ScanChoice(mode == null ? ScanMode.async : mode, new TreeSet<>(levels == null ? List.of() : levels));
    }

    public boolean wantsScan() {
        return mode != ScanMode.none;
    }

    public boolean isRequired() {
        return mode == ScanMode.required;
    }
}
