package io.wave.api.platform.pairing;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * A message between this service and a Platform: JSON with its type in {@code @type}. Unknown members are ignored. A header may be a text in
 * place of a list.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "@type")
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public sealed interface PairingMessage {

    /** Maximum length of a message, in characters. */
    int MAX_LENGTH = 16 * 1024 * 1024;

    /** Reads and writes messages. */
    JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(20)
                            .maxTokenCount(10_000)
                            .maxStringLength(MAX_LENGTH)
                            .maxNameLength(1000)
                            .build())
                    .build())
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
            .build();

    /** Identifies the message; a reply has that of its request. */
    String msgId();

    /** The message in JSON. */
    default String json() {
        return JSON.writerFor(PairingMessage.class).writeValueAsString(this);
    }

    /** @throws JacksonException if the text is not a message */
    static PairingMessage parse(String text) {
        PairingMessage message = JSON.readValue(text, PairingMessage.class);
        if (message == null || message.msgId() == null) {
            throw new IllegalArgumentException("msgId is missing");
        }
        return message;
    }

    /** The first message to a Platform: the key to encrypt credentials with. */
    @JsonTypeName("pairing-response")
    record Response(String msgId, String pairingId, String publicKey) implements PairingMessage {}

    /** Sent by a Platform now and then, and answered. */
    @JsonTypeName("pairing-heartbeat")
    record Heartbeat(String msgId) implements PairingMessage {}

    /**
     * A request to the API of a Platform.
     *
     * @param uri absolute
     * @param auth value of the header {@code Authorization}
     */
    @JsonTypeName("proxy-http-request")
    record Request(
            String msgId,
            String method,
            String uri,
            @Nullable String auth,
            @Nullable String body,
            @Nullable Map<String, List<String>> headers)
            implements PairingMessage {

        /** A GET. */
        public static Request get(String msgId, String uri, @Nullable String auth) {
            return new Request(msgId, "GET", uri, auth, null, null);
        }

        /** A POST of a form, without authorization. */
        public static Request post(String msgId, String uri, String form) {
            Map<String, List<String>> headers = Map.of("Content-Type", List.of("application/x-www-form-urlencoded"));
            return new Request(msgId, "POST", uri, null, form, headers);
        }

        @Override
        public String toString() {
            return "%s %s".formatted(method, uri);
        }
    }

    /** The reply of the API of a Platform. */
    @JsonTypeName("proxy-http-response")
    record Reply(
            String msgId,
            @Nullable Integer status,
            @Nullable String body,
            @Nullable Map<String, List<String>> headers) implements PairingMessage {

        /** The status; 502 if there is none. */
        public int code() {
            return Optional.ofNullable(status).orElse(502);
        }

        /** The body; empty if there is none. */
        public String text() {
            return Optional.ofNullable(body).orElse("");
        }

        /** The values of a header, whose name is in upper or lower case. */
        public List<String> header(String name) {
            return Optional.ofNullable(headers).orElse(Map.of()).entrySet().stream()
                    .filter(header -> header.getKey().equalsIgnoreCase(name) && header.getValue() != null)
                    .flatMap(header -> header.getValue().stream())
                    .filter(Objects::nonNull)
                    .toList();
        }

        @Override
        public String toString() {
            return "status %d".formatted(code());
        }
    }
}
