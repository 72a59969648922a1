package io.wave.api.submission;

import static org.assertj.core.api.Assertions.assertThat;

import io.wave.api.submission.request.SubmitRequest;
import io.wave.api.web.json.ApiJson;
import io.wave.token.ContainerToken;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** The JSON of requests and responses, byte for byte. */
class WireFormatTest {

    private static final ContainerToken TOKEN = new ContainerToken("732b73aa17c8");
    private static final Instant TIME = Instant.parse("2026-01-01T12:00:00.123456Z");

    /** The component with the names of unknown members. */
    private static final String UNKNOWN = "unknown";

    private final JsonMapper json = ApiJson.mapper();

    @Test
    void explicitNullsAreAbsent() {
        String nulls = Arrays.stream(SubmitRequest.class.getRecordComponents())
                .map(RecordComponent::getName)
                .map("\"%s\":null"::formatted)
                .collect(Collectors.joining(",", "{", "}"));
        assertThat(read(nulls))
                .usingRecursiveComparison()
                .ignoringFields(UNKNOWN)
                .isEqualTo(read("{}"));
    }

    @Test
    void unknownMembersAreIgnored() {
        SubmitRequest request = read("{\"labels\":{\"a\":\"b\"},\"other\":[1,null],\"$unknown\":{\"a\":1}}");
        assertThat(request).usingRecursiveComparison().ignoringFields(UNKNOWN).isEqualTo(read("{}"));
        assertThat(request.unknownNames(5)).containsExactly("labels", "other");
    }

    @Test
    void singleValuesAndListsAreInterchangeable() {
        assertThat(read("{\"containerIncludes\":\"a\",\"scanLevels\":\"LOW\"}"))
                .isEqualTo(read("{\"containerIncludes\":[\"a\"],\"scanLevels\":[\"LOW\"]}"));
        assertThat(read("{\"containerImage\":[\"a\"],\"freeze\":[true]}"))
                .isEqualTo(read("{\"containerImage\":\"a\",\"freeze\":true}"));
    }

    @Test
    void configurationOfNullsIsEmpty() {
        SubmitRequest request = read("{\"containerConfig\":"
                + "{\"entrypoint\":null,\"cmd\":null,\"env\":null,\"workingDir\":null,\"layers\":null}}");
        assertThat(request.config().isEmpty()).isTrue();
    }

    @Test
    void unknownValuesAreOmittedFromResponse() {
        SubmitResponse answer = new SubmitResponse(
                TOKEN,
                TOKEN,
                "w/wt/732b73aa17c8/library/alpine:latest",
                TIME,
                "docker.io/library/alpine:latest",
                null,
                null,
                false,
                false,
                null,
                true,
                null);
        assertThat(json.writeValueAsString(answer))
                .isEqualTo("{\"requestId\":\"732b73aa17c8\",\"containerToken\":\"732b73aa17c8\","
                        + "\"targetImage\":\"w/wt/732b73aa17c8/library/alpine:latest\","
                        + "\"expiration\":\"2026-01-01T12:00:00.123456Z\","
                        + "\"containerImage\":\"docker.io/library/alpine:latest\","
                        + "\"freeze\":false,\"mirror\":false,\"succeeded\":true}");
    }

    private SubmitRequest read(String text) {
        return json.readValue(text, SubmitRequest.class);
    }
}
