package io.wave.api.submission.request;

import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.deser.std.StdDeserializer;

/** The value of a member that is not known: it is skipped. */
@JsonDeserialize(using = UnknownMember.Skipping.class)
public enum UnknownMember {
    SKIPPED;

    static final class Skipping extends StdDeserializer<UnknownMember> {

        Skipping() {
            super(UnknownMember.class);
        }

        @Override
        public UnknownMember deserialize(JsonParser parser, DeserializationContext context) {
            parser.skipChildren();
            return SKIPPED;
        }
    }
}
