package io.wave.api.content;

import static org.assertj.core.api.Assertions.assertThat;

import io.wave.api.ApiClient.Answer;
import io.wave.api.RequestApiIT;
import io.wave.security.InternalApi;
import io.wave.security.RootKey;
import io.wave.store.FreeSpace;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.util.unit.DataSize;
import tools.jackson.databind.JsonNode;

/** Requests on a disk that is nearly full. */
@Import(DiskSpaceCheckIT.Disk.class)
class DiskSpaceCheckIT extends RequestApiIT {

    private static final AtomicLong FREE = new AtomicLong(Long.MAX_VALUE);

    @Autowired
    private RootKey rootKey;

    @AfterEach
    void empty() {
        FREE.set(Long.MAX_VALUE);
    }

    @Test
    void buildsAreRejectedWhileDiskSpaceIsLow() {
        String request = "{'containerFile':'%s'}".formatted(containerFile());
        FREE.set(DataSize.ofMegabytes(9).toBytes());
        Answer refused = client().submit(request);
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.header("Retry-After")).isEqualTo("30");
        assertThat(refused.text("message")).startsWith("Not enough disk space");
        assertThat(client().submit("{'containerFile':'%s','dryRun':true}".formatted(containerFile()))
                        .status())
                .isEqualTo(503);
        assertThat(client().submit("{'containerImage':'%s'}".formatted(image())).status())
                .isEqualTo(200);
        assertThat(client().get("/actuator/health").status()).isEqualTo(200);
        FREE.set(Long.MAX_VALUE);
        assertThat(client().submit(request).status()).isEqualTo(200);
    }

    @Test
    void healthShowsShortageAndStaysUp() {
        assertThat(room().has("shortage")).isFalse();
        FREE.set(DataSize.ofMegabytes(9).toBytes());
        assertThat(room().path("freeBytes").asLong()).isEqualTo(FREE.get());
        assertThat(room().path("shortage").asString()).contains("/data");
        FREE.set(Long.MAX_VALUE);
        assertThat(room().has("shortage")).isFalse();
    }

    private JsonNode room() {
        Answer health = client().send(client().request("/actuator/health")
                .header(InternalApi.KEY_HEADER, rootKey.internalSecret())
                .GET());
        assertThat(health.status()).isEqualTo(200);
        JsonNode indicator = health.json().at("/components/storageSpace");
        assertThat(indicator.path("status").asString()).isEqualTo("UP");
        return indicator.path("details");
    }

    @TestConfiguration
    static class Disk {

        @Bean
        @Primary
        FreeSpace nearlyFull() {
            return new FreeSpace("/data", FREE::get, DataSize.ofMegabytes(10));
        }
    }
}
