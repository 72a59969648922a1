package io.wave.api.web.json;

import io.wave.api.web.problem.RefusedText;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.TokenStreamContext;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.deser.jdk.StringDeserializer;

/**
 * A string that can be stored as it is: without NUL, which PostgreSQL cannot hold, and without halves of surrogate pairs,
 * which no encoding has and which would silently become question marks. Lists of more
 * than ten thousand strings are refused: empty ones would be within every limit of characters.
 */
final class PlainTextDeserializer extends StringDeserializer {

    static final int MAX_ELEMENTS = 10_000;

    @Override
    public @Nullable String deserialize(JsonParser parser, DeserializationContext context) {
        TokenStreamContext place = parser.streamReadContext();
        if (place.inArray() && place.getCurrentIndex() >= MAX_ELEMENTS) {
            throw RefusedText.ofList(parser, "must not hold more than %d elements".formatted(MAX_ELEMENTS));
        }
        String text = super.deserialize(parser, context);
        if (text != null && text.indexOf('\0') >= 0) {
            throw new RefusedText(parser, "must not contain NUL characters");
        }
        if (text != null && !isUnicode(text)) {
            throw new RefusedText(parser, "must be Unicode text");
        }
        return text;
    }

    private static boolean isUnicode(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (i + 1 == text.length() || !Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1))) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }
}
