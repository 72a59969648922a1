package io.wave.registry.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.wave.registry.Clients;
import io.wave.registry.config.Credentials;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

class BearerTokensTest {

    private static final TokenRequest REQUEST = request(new Credentials("user", "secret"));

    private final BearerTokens tokens = new BearerTokens();
    private final AtomicInteger asked = new AtomicInteger();

    @Test
    void concurrentCallsShareOneRequest() {
        Sinks.One<BearerToken> answer = Sinks.one();
        List<String> got = new ArrayList<>();

        for (int i = 0; i < 5; i++) {
            tokens.get(REQUEST, () -> counted(answer.asMono())).subscribe(token -> got.add(token.value()));
        }
        answer.tryEmitValue(token("t1")).orThrow();

        assertThat(got).hasSize(5).containsOnly("t1");
        assertThat(asked).hasValue(1);
    }

    @Test
    void failureReachesAllWaitersAndIsNotCached() {
        Sinks.One<BearerToken> first = Sinks.one();
        Mono<BearerToken> second = Mono.just(token("t1"));
        Supplier<Mono<BearerToken>> service = () -> counted(asked.get() == 0 ? first.asMono() : second);
        List<Throwable> failures = new ArrayList<>();

        for (int i = 0; i < 3; i++) {
            tokens.get(REQUEST, service).subscribe(_ -> {}, failures::add);
        }
        first.tryEmitError(new IllegalStateException()).orThrow();

        assertThat(failures).hasSize(3);
        assertThat(asked).hasValue(1);
        assertThat(Clients.await(tokens.get(REQUEST, service)).value()).isEqualTo("t1");
    }

    @Test
    void rejectedTokenIsRemovedOnce() {
        get(REQUEST, "t1");

        tokens.invalidate(REQUEST, "t1");
        assertThat(get(REQUEST, "t2")).isEqualTo("t2");
        tokens.invalidate(REQUEST, "t1");
        assertThat(get(REQUEST, "t3")).isEqualTo("t2");
    }

    @Test
    void tokensAreNotSharedBetweenCredentials() {
        assertThat(get(REQUEST, "t1")).isEqualTo("t1");
        assertThat(get(request(new Credentials("user", "secret 2")), "t2")).isEqualTo("t2");
    }

    private String get(TokenRequest request, String next) {
        return Clients.await(tokens.get(request, () -> Mono.just(token(next)))).value();
    }

    private Mono<BearerToken> counted(Mono<BearerToken> answer) {
        return answer.doOnSubscribe(_ -> asked.incrementAndGet());
    }

    private static BearerToken token(String value) {
        return new BearerToken(value, Duration.ofMinutes(5));
    }

    private static TokenRequest request(Credentials credentials) {
        return new TokenRequest(
                "tenant",
                Optional.of(credentials),
                URI.create("https://auth.test/token"),
                Optional.empty(),
                List.of("repository:some/image:pull"));
    }
}
