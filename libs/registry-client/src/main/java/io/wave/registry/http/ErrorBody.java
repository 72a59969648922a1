package io.wave.registry.http;

import java.util.List;
import java.util.stream.StreamSupport;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The body of an error response according to the distribution specification; only the codes are used.
 *
 * @param codes in the order of the body; empty if the body has another form
 */
record ErrorBody(List<String> codes) {

    private static final int MAX_CODES = 100;

    static ErrorBody parse(byte[] body, JsonMapper json) {
        try {
            JsonNode errors = json.readTree(body).path("errors");
            return new ErrorBody(StreamSupport.stream(errors.spliterator(), false)
                    .map(error -> error.path("code").asString(""))
                    .filter(code -> !code.isEmpty())
                    .limit(MAX_CODES)
                    .toList());
        } catch (JacksonException unreadable) {
            return new ErrorBody(List.of());
        }
    }

    /** Whether the error means "not found"; an error without code counts as such. */
    boolean isNotFound() {
        return codes.isEmpty()
                || codes.stream().anyMatch(code -> code.endsWith("_UNKNOWN") || code.equals("NOT_FOUND"));
    }
}
