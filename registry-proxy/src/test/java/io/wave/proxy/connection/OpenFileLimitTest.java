package io.wave.proxy.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class OpenFileLimitTest {

    @Test
    void connectionsAreLimitedByOpenFilesMinusReserve() {
        var properties = new ConnectionProperties(20_000, 100, 4_096, seconds(), seconds(), seconds(), seconds());
        assertThat(OpenFileLimit.connections(properties, 1_000_000)).isEqualTo(20_000);
        assertThat(OpenFileLimit.connections(properties, 20_000)).isEqualTo(15_904);
        assertThat(OpenFileLimit.connections(properties, 1_024)).isEqualTo(512);
    }

    private static Duration seconds() {
        return Duration.ofSeconds(1);
    }
}
