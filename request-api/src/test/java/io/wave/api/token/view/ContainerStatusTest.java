package io.wave.api.token.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.wave.api.web.json.ApiJson;
import io.wave.token.ContainerToken;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** The JSON of a status, byte for byte. */
class ContainerStatusTest {

    private static final ContainerToken TOKEN = new ContainerToken("732b73aa17c8");
    private static final Instant TIME = Instant.parse("2026-01-01T12:00:00.123456Z");

    private final JsonMapper json = ApiJson.mapper();

    @Test
    void statusHasUtcInstantsAndFractionalSeconds() {
        ContainerStatus status = new ContainerStatus(
                TOKEN,
                ContainerStatus.Phase.DONE,
                null,
                null,
                null,
                null,
                true,
                null,
                null,
                TIME,
                Duration.ofMinutes(1),
                null);
        assertThat(json.writeValueAsString(status))
                .isEqualTo("{\"id\":\"732b73aa17c8\",\"status\":\"DONE\",\"succeeded\":true,"
                        + "\"creationTime\":\"2026-01-01T12:00:00.123456Z\",\"duration\":60.000000000}");
    }
}
