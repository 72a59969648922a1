package io.wave.api.content;

import static org.assertj.core.api.Assertions.assertThat;

import io.wave.api.ApiClient.Answer;
import io.wave.api.RequestApiIT;
import io.wave.store.FreeSpace;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.util.unit.DataSize;

/** What is refused on a disk that is nearly full, and that it is accepted again when there is room. */
@Import(StorageRoomIT.Disk.class)
class StorageRoomIT extends RequestApiIT {

    private static final AtomicLong FREE = new AtomicLong(Long.MAX_VALUE);

    @AfterEach
    void empty() {
        FREE.set(Long.MAX_VALUE);
    }

    @Test
    void buildsAreRefusedInWordsUntilThereIsRoom() {
        String request = "{'containerFile':'%s'}".formatted(containerFile());
        FREE.set(DataSize.ofMegabytes(9).toBytes());
        Answer refused = client().submit(request);
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.header("Retry-After")).isEqualTo("30");
        assertThat(refused.text("message")).startsWith("The service is short of disk space");
        assertThat(client().submit("{'containerImage':'%s'}".formatted(image())).status())
                .isEqualTo(200);
        assertThat(client().get("/actuator/health").status()).isEqualTo(200);
        FREE.set(Long.MAX_VALUE);
        assertThat(client().submit(request).status()).isEqualTo(200);
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
