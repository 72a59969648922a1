package io.wave.proxy.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import reactor.core.publisher.Flux;

class BodyTimesTest {

    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Duration SHORT = Duration.ofMillis(50);

    @Test
    void aBodyThatArrivesIsPassedOn() {
        assertThat(new BodyTimes(LONG, LONG)
                        .applyTo(parts().take(3))
                        .collectList()
                        .block())
                .hasSize(3);
    }

    @Test
    void aBodyThatStopsEndsWithAnError() {
        Flux<DataBuffer> body =
                new BodyTimes(LONG, SHORT).applyTo(parts().take(3).concatWith(Flux.never()));
        assertThatThrownBy(body::blockLast).isInstanceOf(BodyTooSlowException.class);
    }

    @Test
    void aBodyThatDripsEndsWithAnErrorToo() {
        Flux<DataBuffer> body = new BodyTimes(SHORT, LONG)
                .applyTo(Flux.interval(Duration.ofMillis(5)).concatMap(_ -> parts().take(1)));
        assertThatThrownBy(body::blockLast).isInstanceOf(BodyTooSlowException.class);
    }

    private static Flux<DataBuffer> parts() {
        return Flux.generate(sink ->
                sink.next(DefaultDataBufferFactory.sharedInstance.wrap("part".getBytes(StandardCharsets.UTF_8))));
    }
}
