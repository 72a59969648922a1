package io.wave.api.content;

import io.wave.api.web.problem.ApiException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Decodes texts that clients send in canonical base64. */
public final class Base64Text {

    private Base64Text() {}

    /**
     * The text in a field.
     *
     * @throws ApiException 400 naming the field if it is not canonical base64 of UTF-8 text, is blank or contains NUL
     */
    public static String decode(String field, String base64) {
        String text = utf8(field, bytes(field, base64));
        if (text.isBlank()) {
            throw ApiException.invalid(field, "must not be empty");
        }
        if (text.indexOf('\0') >= 0) {
            throw ApiException.invalid(field, "must not contain NUL characters");
        }
        return text;
    }

    private static byte[] bytes(String field, String base64) {
        try {
            byte[] bytes = Base64.getDecoder().decode(base64);
            if (Base64.getEncoder().encodeToString(bytes).equals(base64)) {
                return bytes;
            }
        } catch (IllegalArgumentException malformed) {
            // reported below, like other values that are not canonical
        }
        throw ApiException.invalid(field, "must be base64");
    }

    private static String utf8(String field, byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException malformed) {
            throw ApiException.invalid(field, "must be base64 of UTF-8 text");
        }
    }
}
