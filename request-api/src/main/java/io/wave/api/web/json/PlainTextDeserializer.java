package io.wave.api.web.json;

import io.wave.api.web.problem.InvalidTextException;
import io.wave.job.StorableText;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.TokenStreamContext;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.deser.jdk.StringDeserializer;

/**
 * Reads strings that can be stored: without NUL, which PostgreSQL rejects, and without unpaired surrogates, which UTF-8
 * cannot encode. Lists are limited to ten thousand strings, since empty strings do not count towards the limits on
 * characters.
 */
final class PlainTextDeserializer extends StringDeserializer {

    static final int MAX_ELEMENTS = 10_000;

    @Override
    public @Nullable String deserialize(JsonParser parser, DeserializationContext context) {
        TokenStreamContext place = parser.streamReadContext();
        if (place.inArray() && place.getCurrentIndex() >= MAX_ELEMENTS) {
            throw InvalidTextException.ofList(parser, "must not have more than %d elements".formatted(MAX_ELEMENTS));
        }
        String text = super.deserialize(parser, context);
        if (text != null && text.indexOf('\0') >= 0) {
            throw new InvalidTextException(parser, "must not contain NUL characters");
        }
        if (text != null && !StorableText.isStorable(text)) {
            throw new InvalidTextException(parser, "must be valid Unicode text");
        }
        return text;
    }
}
