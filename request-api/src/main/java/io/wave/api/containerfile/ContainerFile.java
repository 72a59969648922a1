package io.wave.api.containerfile;

import io.wave.api.content.Base64Text;
import io.wave.api.web.problem.ApiException;

/** Decodes container files: canonical base64 of UTF-8. */
public final class ContainerFile {

    private static final String FIELD = "containerFile";

    private ContainerFile() {}

    public static String decode(String base64) {
        return checked(FIELD, Base64Text.decode(FIELD, base64));
    }

    /** The text, unless it refers to a file of the builder. */
    public static String checked(String field, String text) {
        rejectPath(field, text, "/.docker/config.json", 100);
        rejectPath(field, text, "/kaniko", 101);
        return text;
    }

    private static void rejectPath(String field, String text, String path, int code) {
        if (text.contains(path)) {
            throw ApiException.invalid(field, "must not refer to '%s' (code %d)".formatted(path, code));
        }
    }
}
