package io.wave.registry.flight;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;
import reactor.util.context.Context;

class SingleFlightTest {

    private final SingleFlight<String, String> flights = new SingleFlight<>();
    private final AtomicInteger begun = new AtomicInteger();
    private final Sinks.One<String> end = Sinks.one();
    private final Mono<String> work = Mono.defer(() -> {
        begun.incrementAndGet();
        return end.asMono();
    });

    @Test
    void concurrentCallersShareOneOperation() {
        List<Mono<String>> waiting = IntStream.range(0, 10_000)
                .mapToObj(_ -> flights.share("key", work).cache())
                .toList();
        waiting.forEach(Mono::subscribe);
        end.tryEmitValue("done").orThrow();
        assertThat(Flux.merge(waiting).collectList().block()).hasSize(10_000).containsOnly("done");
        assertThat(begun).hasValue(1);
    }

    @Test
    void differentKeysAreDifferentOperations() {
        end.tryEmitValue("done").orThrow();
        StepVerifier.create(flights.share("key", work)).expectNext("done").verifyComplete();
        StepVerifier.create(flights.share("other", work)).expectNext("done").verifyComplete();
        assertThat(begun).hasValue(2);
    }

    @Test
    void operationContinuesWhenFirstCallerCancels() {
        Disposable first = flights.share("key", work).subscribe();
        Mono<String> second = flights.share("key", work).cache();
        second.subscribe();
        first.dispose();
        end.tryEmitValue("done").orThrow();
        StepVerifier.create(second).expectNext("done").verifyComplete();
        assertThat(begun).hasValue(1);
    }

    @Test
    void operationHasTheContextOfTheCallerThatStartedIt() {
        Mono<String> names = Mono.deferContextual(view -> end.asMono().thenReturn(view.get("name")));
        Mono<String> first = flights.share("key", names)
                .contextWrite(Context.of("name", "first"))
                .cache();
        Mono<String> second = flights.share("key", names)
                .contextWrite(Context.of("name", "second"))
                .cache();
        Stream.of(first, second).forEach(Mono::subscribe);
        end.tryEmitEmpty().orThrow();
        StepVerifier.create(Flux.merge(first, second))
                .expectNext("first", "first")
                .verifyComplete();
    }

    @Test
    void errorOrEmptyResultGoesOnlyToWaiters() {
        StepVerifier.create(flights.share("key", Mono.error(new IOException("gone"))))
                .verifyErrorMessage("gone");
        StepVerifier.create(flights.share("key", Mono.empty())).verifyComplete();
        StepVerifier.create(flights.share("key", Mono.just("done")))
                .expectNext("done")
                .verifyComplete();
    }
}
