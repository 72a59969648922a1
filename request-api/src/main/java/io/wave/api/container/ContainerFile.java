package io.wave.api.container;

import io.wave.api.problem.ApiException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Reads a container file as it is sent: canonical base64 of UTF-8. */
final class ContainerFile {

    private static final String FIELD = "containerFile";

    private ContainerFile() {}

    static String decode(String base64) {
        String text = utf8(bytes(base64));
        refuse(text, "/.docker/config.json", 100);
        refuse(text, "/kaniko", 101);
        if (text.isBlank()) {
            throw ApiException.invalid(FIELD, "must not be empty");
        }
        if (text.indexOf('\0') >= 0) {
            throw ApiException.invalid(FIELD, "must not contain NUL characters");
        }
        return text;
    }

    private static byte[] bytes(String base64) {
        try {
            byte[] bytes = Base64.getDecoder().decode(base64);
            if (Base64.getEncoder().encodeToString(bytes).equals(base64)) {
                return bytes;
            }
        } catch (IllegalArgumentException malformed) {
            // answered below, as all that is not canonical
        }
        throw ApiException.invalid(FIELD, "must be base64");
    }

    private static String utf8(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException malformed) {
            throw ApiException.invalid(FIELD, "must be UTF-8 text in base64");
        }
    }

    private static void refuse(String text, String path, int code) {
        if (text.contains(path)) {
            throw ApiException.invalid(FIELD, "must not mention '%s' (code %d)".formatted(path, code));
        }
    }
}
