package io.wave.proxy.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.wave.limit.ConcurrencyLimit;
import io.wave.proxy.address.ClientAddress;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.web.server.ResponseStatusException;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

class EventStreamFilterTest {

    private final EventStreamFilter streams = new EventStreamFilter(
            new ConcurrencyLimit(2, 1),
            request -> new ClientAddress(String.valueOf(request.getHeaders().getFirst("From"))));
    private final MockServerWebExchange exchange = exchange("192.0.2.1");

    @Test
    void permitIsReleasedWhenViewerDisconnects() {
        Sinks.Empty<Void> first = Sinks.empty();
        StepVerifier.Step<Void> watching = StepVerifier.create(open(first.asMono()));
        watching.then(() -> StepVerifier.create(open(Mono.empty()))
                        .expectErrorSatisfies(error -> assertThat(error).isInstanceOf(ResponseStatusException.class))
                        .verify())
                .then(first::tryEmitEmpty)
                .verifyComplete();
        StepVerifier.create(open(Mono.empty())).verifyComplete();
    }

    @Test
    void addressCannotUseAllStreams() {
        Sinks.Empty<Void> first = Sinks.empty();
        StepVerifier.create(open(first.asMono()))
                .then(() -> StepVerifier.create(open(Mono.empty()))
                        .expectErrorSatisfies(error -> assertThat(error)
                                .isInstanceOfSatisfying(
                                        ResponseStatusException.class,
                                        refusal -> assertThat(refusal.getStatusCode())
                                                .isEqualTo(HttpStatus.TOO_MANY_REQUESTS)))
                        .verify())
                .then(() -> assertThat(exchange.getResponse().getHeaders().getFirst(HttpHeaders.RETRY_AFTER))
                        .isEqualTo("30"))
                .then(() -> StepVerifier.create(streams.filter(exchange("192.0.2.2"), _ -> Mono.empty()))
                        .verifyComplete())
                .then(first::tryEmitEmpty)
                .verifyComplete();
    }

    private Mono<Void> open(Mono<Void> stream) {
        return streams.filter(exchange, _ -> stream);
    }

    private static MockServerWebExchange exchange(String address) {
        return MockServerWebExchange.from(
                MockServerHttpRequest.get("/view/live").header("From", address));
    }
}
