package io.wave.registry.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.wave.egress.EgressPolicy;
import io.wave.egress.EgressProperties;
import io.wave.local.fake.ScriptedAnswer;
import io.wave.local.fake.ScriptedRegistry;
import io.wave.registry.config.RegistryClientProperties;
import io.wave.registry.document.BodyReader;
import io.wave.registry.document.DocumentMemory;
import io.wave.tracing.Traces;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;

class TransportTest {

    private static final int MOST_OPEN = 3;
    private static final Duration TIME = Duration.ofSeconds(30);

    private final ScriptedRegistry registry = ScriptedRegistry.start()
            .on("/slow", ScriptedAnswer.of(200).after(TIME))
            .on("/quick", ScriptedAnswer.of(200));
    private final Transport transport = new Transport(
            new RegistryClientProperties(TIME, TIME, TIME, 0, 100, TIME, TIME, DataSize.ofMegabytes(32), 0, TIME, TIME),
            new EgressPolicy(new EgressProperties(false, List.of()), List.of()),
            new BodyReader(new DocumentMemory(1 << 20), TIME),
            Traces.NONE,
            MOST_OPEN);

    @AfterEach
    void stop() {
        transport.close();
        registry.close();
    }

    @Test
    void openConnectionsAreLimited() {
        // Given
        Disposable.Composite calls = Disposables.composite();
        for (int i = 0; i < MOST_OPEN; i++) {
            calls.add(get("/slow").subscribe());
        }
        await().atMost(TIME).until(() -> registry.calls().size() == MOST_OPEN);
        // Then
        assertThatThrownBy(() -> get("/quick").block(TIME)).hasMessageNotContaining("Timeout");
        assertThat(registry.calls()).hasSize(MOST_OPEN);
        // When
        calls.dispose();
        // Then
        await().atMost(TIME)
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(get("/quick").block(TIME)).isEqualTo(200));
    }

    private Mono<Integer> get(String path) {
        return transport
                .send(
                        URI.create("http://" + registry.host() + path),
                        OutgoingRequest.of(HttpMethod.GET, new DefaultHttpHeaders()))
                .flatMap(reply -> reply.drain().thenReturn(reply.status()));
    }
}
