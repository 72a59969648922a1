package io.wave.api.container;

import static io.wave.api.container.Rule.require;
import static io.wave.api.container.Rule.unsupported;

import io.wave.build.BuildCompression;

/** What a request may ask for in general, but not of this server. */
final class FeatureRules {

    private static final int MAX_INCLUDES = 10;

    private FeatureRules() {}

    static void check(SubmitRequest request) {
        unsupported(
                request.scanMode() != null && request.scanMode() != ScanMode.none,
                "scanMode",
                "is not available: scanning is off (wave.scan.enabled)");
        int includes = request.containerIncludes() == null
                ? 0
                : request.containerIncludes().size();
        require(
                includes <= MAX_INCLUDES,
                "containerIncludes",
                "must not hold more than %d images".formatted(MAX_INCLUDES));
        unsupported(request.isMirror(), "mirror", "is not available: mirroring is off (wave.mirror.enabled)");
        unsupported(request.isSingularity(), "format", "'sif' is not available on this server");
        unsupported(
                request.isFreeze() && (request.hasImage() || !request.config().isEmpty()),
                "freeze",
                "of an image or a containerConfig is not available on this server");
        BuildCompression compression = request.buildCompression();
        unsupported(
                request.hasFile()
                        && compression != null
                        && compression.mode() != null
                        && compression.mode() != BuildCompression.Mode.gzip,
                "buildCompression.mode",
                "other than gzip is not available on this server");
    }
}
