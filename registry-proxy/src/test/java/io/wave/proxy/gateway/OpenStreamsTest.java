package io.wave.proxy.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.web.server.ResponseStatusException;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

class OpenStreamsTest {

    private final OpenStreams streams = new OpenStreams(1);
    private final MockServerWebExchange exchange = MockServerWebExchange.from(MockServerHttpRequest.get("/view/live"));

    @Test
    void aPlaceIsFreeAgainWhenItsViewerLeaves() {
        Sinks.Empty<Void> first = Sinks.empty();
        StepVerifier.Step<Void> watching = StepVerifier.create(open(first.asMono()));
        watching.then(() -> StepVerifier.create(open(Mono.empty()))
                        .expectErrorSatisfies(error -> assertThat(error).isInstanceOf(ResponseStatusException.class))
                        .verify())
                .then(first::tryEmitEmpty)
                .verifyComplete();
        StepVerifier.create(open(Mono.empty())).verifyComplete();
    }

    private Mono<Void> open(Mono<Void> stream) {
        return streams.filter(exchange, _ -> stream);
    }
}
