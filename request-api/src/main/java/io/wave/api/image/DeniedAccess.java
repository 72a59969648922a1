package io.wave.api.image;

import io.wave.api.web.problem.ApiException;
import io.wave.image.ImageReference;

/**
 * The errors for images and repositories that a caller cannot read. Registries often do not tell whether an image is absent or
 * private, so the message says what to do in both cases.
 */
public final class DeniedAccess {

    private DeniedAccess() {}

    /** 400: there is no such image for this caller. */
    public static ApiException toImage(String field, ImageReference image) {
        return ApiException.invalid(field, rule(image));
    }

    /** 400: there is no such base image for this caller. */
    public static ApiException toBaseImage(String field, ImageReference image) {
        return ApiException.invalid(field, "base image " + rule(image));
    }

    /** 400: the registry refuses to show what is in a repository to which an image is pushed. */
    public static ApiException toTarget(String field, ImageReference target) {
        return ApiException.invalid(
                field,
                "access denied: missing or invalid credentials for '%s'; %s".formatted(target.name(), remedy(target)));
    }

    private static String rule(ImageReference image) {
        return "'%s' does not exist, or access is denied: check the name; for a private image, %s"
                .formatted(image, remedy(image));
    }

    /** What a caller does whose credentials the registry of an image does not accept. */
    static String remedy(ImageReference image) {
        return "use an API token with credentials for '%s'".formatted(image.registry());
    }
}
