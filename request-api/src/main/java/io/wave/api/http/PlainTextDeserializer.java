package io.wave.api.http;

import io.wave.api.problem.RefusedText;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.deser.jdk.StringDeserializer;

/** A string without NUL, which PostgreSQL cannot store and no field has a use for. */
final class PlainTextDeserializer extends StringDeserializer {

    @Override
    public @Nullable String deserialize(JsonParser parser, DeserializationContext context) {
        String text = super.deserialize(parser, context);
        if (text != null && text.indexOf('\0') >= 0) {
            throw new RefusedText(parser, "must not contain NUL characters");
        }
        return text;
    }
}
