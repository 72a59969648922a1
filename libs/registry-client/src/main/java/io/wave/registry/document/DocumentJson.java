package io.wave.registry.document;

import io.wave.oci.DocumentLimits;
import io.wave.registry.error.DocumentLimitException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.json.JsonMapper;

/** JSON mappers with {@link DocumentLimits}; lists of tags may have more tokens. */
public final class DocumentJson {

    private static final int MAX_TAG_TOKENS = 200_000;

    private DocumentJson() {}

    public static JsonMapper ofDocuments() {
        return mapper(DocumentLimits.MAX_TOKENS);
    }

    public static JsonMapper ofTags() {
        return mapper(MAX_TAG_TOKENS);
    }

    private static JsonMapper mapper(int tokens) {
        StreamReadConstraints limits = StreamReadConstraints.builder()
                .maxDocumentLength(DocumentLimits.MAX_BYTES)
                .maxTokenCount(tokens)
                .maxNestingDepth(DocumentLimits.MAX_DEPTH)
                .maxStringLength(DocumentLimits.MAX_STRING)
                .maxNameLength(DocumentLimits.MAX_NAME)
                .build();
        return JsonMapper.builder(
                        JsonFactory.builder().streamReadConstraints(limits).build())
                .build();
    }

    /**
     * The number of tokens; for invalid JSON, those before the error.
     *
     * @throws DocumentLimitException if a limit is exceeded
     */
    static long tokens(JsonMapper json, byte[] document) {
        long tokens = 0;
        try (JsonParser parser = json.createParser(document)) {
            while (parser.nextToken() != null) {
                tokens++;
            }
        } catch (StreamConstraintsException above) {
            throw new DocumentLimitException(
                    "a document that is nested too deeply, or has too many or too long values", above);
        } catch (JacksonException invalid) {
            // Reported where the document is parsed.
        }
        return tokens;
    }
}
