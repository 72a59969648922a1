package io.wave.api.web.json;

import io.wave.container.Layer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.deser.std.StdDeserializer;

/** Reads layers. An absent list is empty and an explicit null is null, since the two give different container ids. */
final class LayersDeserializer extends StdDeserializer<List<Layer>> {

    LayersDeserializer() {
        super(List.class);
    }

    @Override
    public List<Layer> deserialize(JsonParser parser, DeserializationContext context) {
        JavaType type = context.getTypeFactory().constructCollectionType(List.class, Layer.class);
        return context.readValue(parser, type);
    }

    @Override
    public Object getAbsentValue(DeserializationContext context) {
        return List.of();
    }

    @Override
    public @Nullable Object getNullValue(DeserializationContext context) {
        return null;
    }
}
