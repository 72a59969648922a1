package io.wave.api.submission.rules;

import static io.wave.api.submission.rules.Checks.require;
import static io.wave.api.submission.rules.Checks.unsupported;

import io.wave.api.submission.request.ScanMode;
import io.wave.api.submission.request.SubmitRequest;
import io.wave.build.BuildCompression;
import org.jspecify.annotations.Nullable;

/** Rules for features that this server does not support or limits. */
final class FeatureRules {

    private static final int MAX_INCLUDES = 10;
    private static final int MAX_SCAN_LEVELS = 100;
    private static final int MAX_GZIP_LEVEL = 9;
    private static final int MAX_ZSTD_LEVEL = 22;

    private FeatureRules() {}

    /** @param scans whether images are scanned at all */
    static void check(SubmitRequest request, boolean scans) {
        unsupported(
                !scans && request.scanMode() != null && request.scanMode() != ScanMode.none,
                "scanMode",
                "is not available: scans are disabled (wave.scan.enabled)");
        int includes = request.containerIncludes() == null
                ? 0
                : request.containerIncludes().size();
        require(
                includes <= MAX_INCLUDES,
                "containerIncludes",
                () -> "must not have more than %d images".formatted(MAX_INCLUDES));
        require(
                request.scanLevels() == null || request.scanLevels().size() <= MAX_SCAN_LEVELS,
                "scanLevels",
                () -> "must not have more than %d levels".formatted(MAX_SCAN_LEVELS));
        compression(request.buildCompression());
    }

    private static void compression(@Nullable BuildCompression compression) {
        if (compression == null) {
            return;
        }
        Integer level = compression.level();
        int highest = compression.mode() == BuildCompression.Mode.zstd ? MAX_ZSTD_LEVEL : MAX_GZIP_LEVEL;
        require(
                level == null || (level >= 0 && level <= highest),
                "buildCompression.level",
                () -> "must be between 0 and %d".formatted(highest));
    }
}
