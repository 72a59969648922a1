package io.wave.api.image;

import io.wave.api.web.problem.ApiException;
import io.wave.image.ImageReference;
import io.wave.registry.config.UserLogins;

/**
 * The errors for images and repositories that a caller cannot read. Registries often do not tell whether an image is absent or
 * private, so the message says what to do in both cases.
 */
public final class DeniedAccess {

    private DeniedAccess() {}

    /** 400: there is no such image for this caller. */
    public static ApiException toImage(String field, ImageReference image, String tenant) {
        return ApiException.invalid(field, rule(image, tenant));
    }

    /** 400: there is no such base image for this caller. */
    public static ApiException toBaseImage(String field, ImageReference image, String tenant) {
        return ApiException.invalid(field, "base image " + rule(image, tenant));
    }

    /** 400: the registry refuses to show what is in a repository to which an image is pushed. */
    public static ApiException toTarget(String field, ImageReference target, String tenant) {
        return ApiException.invalid(
                field,
                "access denied: missing or invalid credentials for '%s'; %s"
                        .formatted(target.name(), remedy(target, tenant)));
    }

    private static String rule(ImageReference image, String tenant) {
        return "'%s' does not exist, or access is denied: check the name; for a private image, %s"
                .formatted(image, remedy(image, tenant));
    }

    /** What a caller does whose credentials the registry of an image does not accept. */
    static String remedy(ImageReference image, String tenant) {
        String remedy = UserLogins.isUser(tenant)
                ? "keep valid credentials for '%s' in your Platform, in the workspace of the request"
                : "use an API token with credentials for '%s'";
        return remedy.formatted(image.registry())
                + DenialNotes.of(image.registry()).map(note -> "; " + note).orElse("");
    }
}
