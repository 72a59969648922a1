package io.wave.api.submission.rules;

import static io.wave.api.submission.rules.Rule.require;
import static io.wave.api.submission.rules.Rule.unsupported;

import io.wave.api.submission.request.ScanMode;
import io.wave.api.submission.request.SubmitRequest;
import io.wave.build.BuildCompression;
import org.jspecify.annotations.Nullable;

/** What a request may ask for in general, but not of this server. */
final class FeatureRules {

    private static final int MAX_INCLUDES = 10;
    private static final int MAX_SCAN_LEVELS = 100;
    private static final int MAX_GZIP_LEVEL = 9;
    private static final int MAX_ZSTD_LEVEL = 22;

    private FeatureRules() {}

    /** Said ahead of what a mirror would need, which is of no use here. */
    static void requireNoMirror(SubmitRequest request) {
        unsupported(request.isMirror(), "mirror", "is not available: this service does not mirror images");
    }

    static void check(SubmitRequest request) {
        unsupported(
                request.scanMode() != null && request.scanMode() != ScanMode.none,
                "scanMode",
                "is not available: this service does not scan images");
        int includes = request.containerIncludes() == null
                ? 0
                : request.containerIncludes().size();
        require(
                includes <= MAX_INCLUDES,
                "containerIncludes",
                () -> "must not hold more than %d images".formatted(MAX_INCLUDES));
        require(
                request.scanLevels() == null || request.scanLevels().size() <= MAX_SCAN_LEVELS,
                "scanLevels",
                () -> "must not hold more than %d levels".formatted(MAX_SCAN_LEVELS));
        compression(request.buildCompression());
    }

    private static void compression(@Nullable BuildCompression compression) {
        if (compression == null) {
            return;
        }
        unsupported(
                compression.mode() == BuildCompression.Mode.estargz,
                "buildCompression.mode",
                "'estargz' is not available on this server, use gzip or zstd");
        Integer level = compression.level();
        int highest = compression.mode() == BuildCompression.Mode.zstd ? MAX_ZSTD_LEVEL : MAX_GZIP_LEVEL;
        require(
                level == null || (level >= 0 && level <= highest),
                "buildCompression.level",
                () -> "must be from 0 to %d".formatted(highest));
    }
}
