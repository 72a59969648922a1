package io.wave.augment.manifest;

import io.wave.oci.DocumentLimits;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.util.RawValue;

/**
 * JSON trees that are written as they were read: order of members, explicit nulls and the source text of numbers are kept.
 * Output is compact ASCII, so that equal trees give equal bytes.
 */
public final class ExactJson {

    private static final StreamReadConstraints LIMITS = StreamReadConstraints.builder()
            .maxDocumentLength(DocumentLimits.MAX_BYTES)
            .maxTokenCount(DocumentLimits.MAX_TOKENS)
            .maxNestingDepth(DocumentLimits.MAX_DEPTH)
            .maxStringLength(DocumentLimits.MAX_STRING)
            .maxNameLength(DocumentLimits.MAX_NAME)
            .build();
    private static final JsonMapper MAPPER = JsonMapper.builder(
                    JsonFactory.builder().streamReadConstraints(LIMITS).build())
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .build();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private ExactJson() {}

    /** @throws ManifestException if the content is not one JSON object within the {@link DocumentLimits} */
    public static ObjectNode read(byte[] content) {
        try (JsonParser parser = MAPPER.createParser(content)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new ManifestException("the document is not a JSON object");
            }
            ObjectNode object = object(parser);
            if (parser.nextToken() != null) {
                throw new ManifestException("the document is more than one JSON object");
            }
            return object;
        } catch (StreamConstraintsException above) {
            throw new ManifestException(
                    "the document is too long, nested too deeply, or has too many or too long values", above);
        } catch (JacksonException notJson) {
            throw new ManifestException("the document is not JSON", notJson);
        }
    }

    /** An empty object. */
    public static ObjectNode object() {
        return NODES.objectNode();
    }

    static byte[] write(JsonNode tree) {
        return MAPPER.writeValueAsBytes(tree);
    }

    /** @throws ManifestException if the document exceeds the maximum length */
    public static byte[] writeDocument(JsonNode tree) {
        byte[] document = write(tree);
        if (document.length > DocumentLimits.MAX_BYTES) {
            throw new ManifestException("the resulting document exceeds %d bytes".formatted(DocumentLimits.MAX_BYTES));
        }
        return document;
    }

    public static String text(JsonNode tree) {
        return new String(write(tree), StandardCharsets.UTF_8);
    }

    /** The number of a node. */
    public static long number(JsonNode node) {
        try {
            return Long.parseLong(text(node));
        } catch (NumberFormatException notWhole) {
            throw new ManifestException("invalid size '%s'".formatted(text(node)), notWhole);
        }
    }

    private static ObjectNode object(JsonParser parser) {
        ObjectNode object = NODES.objectNode();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            object.set(name, value(parser));
        }
        return object;
    }

    private static ArrayNode array(JsonParser parser) {
        ArrayNode array = NODES.arrayNode();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            array.add(value(parser));
        }
        return array;
    }

    private static JsonNode value(JsonParser parser) {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> array(parser);
            case VALUE_STRING -> NODES.stringNode(parser.getString());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> NODES.rawValueNode(new RawValue(parser.getString()));
            case VALUE_TRUE -> NODES.booleanNode(true);
            case VALUE_FALSE -> NODES.booleanNode(false);
            case VALUE_NULL -> NODES.nullNode();
            case NOT_AVAILABLE, END_OBJECT, END_ARRAY, PROPERTY_NAME, VALUE_EMBEDDED_OBJECT ->
                throw new ManifestException("the document is not JSON");
        };
    }
}
