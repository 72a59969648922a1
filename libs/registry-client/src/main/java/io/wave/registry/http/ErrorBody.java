package io.wave.registry.http;

import java.util.List;
import java.util.stream.StreamSupport;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The body of a failure as the distribution specification has it, of which only the codes are of use.
 *
 * @param codes in the body's order; empty if it has another form
 */
record ErrorBody(List<String> codes) {

    private static final int CODES_AT_MOST = 100;

    static ErrorBody parse(byte[] body, JsonMapper json) {
        try {
            JsonNode errors = json.readTree(body).path("errors");
            return new ErrorBody(StreamSupport.stream(errors.spliterator(), false)
                    .map(error -> error.path("code").asString(""))
                    .filter(code -> !code.isEmpty())
                    .limit(CODES_AT_MOST)
                    .toList());
        } catch (JacksonException otherForm) {
            return new ErrorBody(List.of());
        }
    }

    /** Whether it says that what was asked for does not exist, or says nothing at all. */
    boolean saysAbsent() {
        return codes.isEmpty()
                || codes.stream().anyMatch(code -> code.endsWith("_UNKNOWN") || code.equals("NOT_FOUND"));
    }
}
