package io.wave.api.web.json;

import java.time.Duration;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ser.std.StdSerializer;

/**
 * Writes durations as decimal numbers of seconds, always with a fraction, since clients read integers as nanoseconds.
 */
final class DurationSerializer extends StdSerializer<Duration> {

    DurationSerializer() {
        super(Duration.class);
    }

    @Override
    public void serialize(Duration value, JsonGenerator generator, SerializationContext context) {
        generator.writeNumber(text(value));
    }

    static String text(Duration value) {
        return value.isZero() ? "0.0" : "%d.%09d".formatted(value.toSeconds(), value.toNanosPart());
    }
}
