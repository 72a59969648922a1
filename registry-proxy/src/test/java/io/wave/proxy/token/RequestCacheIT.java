package io.wave.proxy.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.wave.image.Digest;
import io.wave.oci.OciErrorCode;
import io.wave.proxy.address.ClientAddress;
import io.wave.proxy.stub.ProxyTest;
import io.wave.proxy.stub.RequestApiStub;
import io.wave.redis.RedisKeys;
import io.wave.registry.error.RegistryException;
import io.wave.token.ContainerToken;
import io.wave.token.RequestRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

class RequestCacheIT extends ProxyTest {

    private static final ClientAddress CLIENT = new ClientAddress("192.0.2.7");
    private static final Digest OTHER_DIGEST = new Digest("f".repeat(64));

    @Autowired
    private RequestCache requests;

    @Test
    void requestInRedisIsNotAskedForAtRequestApi() {
        RequestRecord request = imageRequest(DIGEST);
        store(request);
        assertFound(request);
        assertThat(requests.peek(request.token())).isEqualTo(request);
        assertThat(API.calls()).isEmpty();
    }

    @Test
    void requestMissingInRedisIsAskedForOnce() {
        RequestRecord request = imageRequest(DIGEST);
        List<RequestRecord> found = Flux.fromStream(IntStream.range(0, 50).boxed())
                .flatMap(_ -> requests.find(request.token(), CLIENT))
                .collectList()
                .blockOptional()
                .orElseThrow();
        assertThat(found).hasSize(50).containsOnly(request);
        assertThat(API.calls()).containsExactly("GET /internal/requests/" + request.token());
    }

    @Test
    void revokedTokenInRedisIsNotAskedForAtRequestApi() {
        RequestRecord request = imageRequest(DIGEST);
        redis.opsForValue().set(RedisKeys.request(request.token()), RedisKeys.REVOKED);
        StepVerifier.create(requests.find(request.token(), CLIENT)).verifyComplete();
        assertThat(API.calls()).isEmpty();
    }

    @Test
    void tokenInUseIsRemovedWhenRedisHasItsRevocation() {
        RequestRecord request = imageRequest(DIGEST);
        store(request);
        assertFound(request);
        redis.opsForValue().set(RedisKeys.request(request.token()), RedisKeys.REVOKED);
        await().untilAsserted(() -> assertThat(requests.peek(request.token())).isNull());
        assertThat(API.calls()).noneMatch(call -> call.contains(request.token().value()));
    }

    @Test
    void unknownTokenIsCached() {
        ContainerToken token = new ContainerToken("00000000beef");
        StepVerifier.create(requests.find(token, CLIENT)).verifyComplete();
        StepVerifier.create(requests.find(token, CLIENT)).verifyComplete();
        assertThat(API.calls()).hasSize(1);
    }

    @Test
    void expiredRequestIsUnknown() {
        RequestRecord live = imageRequest(DIGEST);
        RequestRecord expired = new RequestRecord(
                live.token(),
                live.tenant(),
                live.image(),
                null,
                null,
                null,
                DIGEST,
                false,
                null,
                live.createdAt(),
                Instant.now().minusSeconds(1));
        store(expired);
        StepVerifier.create(requests.find(live.token(), CLIENT)).verifyComplete();
        assertThat(requests.expiry(live.token())).contains(expired.expiresAt());
    }

    @Test
    void tokenInUseIsRenewedWhenItIsDue() {
        RequestRecord notDue = renewable(Instant.now().plus(Duration.ofMinutes(10)));
        RequestRecord due = renewable(Instant.now().minusSeconds(1));
        assertFound(notDue);
        assertFound(due);
        RequestRecord renewed = due.until(due.expiresAt().plus(RequestApiStub.RENEWAL), null);
        await().untilAsserted(() -> assertThat(requests.peek(due.token())).isEqualTo(renewed));
        assertThat(API.calls())
                .containsOnlyOnce("POST /internal/requests/" + due.token() + "/lease")
                .doesNotContain("POST /internal/requests/" + notDue.token() + "/lease");
    }

    /** Redis does not have it, so that the refresh reads what request-api has changed. */
    private RequestRecord renewable(Instant from) {
        RequestRecord request = imageRequest(DIGEST);
        RequestRecord renewable = request.until(request.expiresAt(), from);
        API.put(renewable);
        return renewable;
    }

    @Test
    void clientThatGuessesTokensIsRejectedExceptForValidTokens() {
        ClientAddress guesser = new ClientAddress("203.0.113.1");
        for (int guess = 1; guess <= 20; guess++) {
            StepVerifier.create(requests.find(new ContainerToken("00000000%04x".formatted(guess)), guesser))
                    .verifyComplete();
        }
        StepVerifier.create(requests.find(new ContainerToken("0000000a0000"), guesser))
                .verifyErrorSatisfies(error ->
                        assertThat(((RegistryException) error).code()).isEqualTo(OciErrorCode.TOOMANYREQUESTS));
        RequestRecord ofDatabase = imageRequest(DIGEST);
        StepVerifier.create(requests.find(ofDatabase.token(), guesser))
                .expectNext(ofDatabase)
                .verifyComplete();
        RequestRecord ofRedis = imageRequest(DIGEST);
        store(ofRedis);
        StepVerifier.create(requests.find(ofRedis.token(), guesser))
                .expectNext(ofRedis)
                .verifyComplete();
    }

    @Test
    void revokedTokenIsRemovedAtOnce() {
        RequestRecord request = imageRequest(DIGEST);
        store(request);
        assertFound(request);
        List<RequestRecord> dropped = new CopyOnWriteArrayList<>();
        requests.onRemoval(dropped::add);
        forget(request);
        redis.convertAndSend(RedisKeys.REVOKED_CHANNEL, request.token().value());
        await().until(() -> requests.peek(request.token()) == null);
        await().untilAsserted(() -> assertThat(dropped).contains(request));
        StepVerifier.create(requests.find(request.token(), CLIENT)).verifyComplete();
    }

    @Test
    void missedRevocationOfTokenInUseIsFound() {
        RequestRecord request = imageRequest(DIGEST);
        store(request);
        assertFound(request);
        forget(request);
        await().until(() -> requests.peek(request.token()) == null);
    }

    @Test
    void tokenInUseSurvivesFlushOfRedis() {
        RequestRecord request = imageRequest(DIGEST);
        store(request);
        assertFound(request);
        redis.delete(RedisKeys.request(request.token()));
        await().untilAsserted(() -> {
            assertThat(requests.peek(request.token())).isEqualTo(request);
            assertThat(API.calls()).contains("GET /internal/requests/" + request.token());
        });
        assertThat(requests.peek(request.token())).isEqualTo(request);
    }

    @Test
    void firstPinWins() {
        RequestRecord request = imageRequest(null);
        store(request);
        assertFound(request);
        API.put(request.pinnedTo(OTHER_DIGEST));
        StepVerifier.create(requests.pin(request, DIGEST))
                .expectNext(OTHER_DIGEST)
                .verifyComplete();
        assertThat(requests.peek(request.token())).isEqualTo(request.pinnedTo(OTHER_DIGEST));
        int calls = API.calls().size();
        StepVerifier.create(requests.pin(request, DIGEST))
                .expectNext(OTHER_DIGEST)
                .verifyComplete();
        assertThat(API.calls()).as("what is pinned here is not reported").hasSize(calls);
    }

    @Test
    void concurrentPullsPinSourceOnce() {
        RequestRecord request = imageRequest(null);
        store(request);
        API.put(request);
        assertFound(request);
        List<Digest> pinned = Flux.fromStream(IntStream.range(0, 1000).boxed())
                .flatMap(_ -> requests.pin(request, DIGEST), 1000)
                .collectList()
                .blockOptional()
                .orElseThrow();
        assertThat(pinned).hasSize(1000).containsOnly(DIGEST);
        assertThat(API.calls()).containsOnlyOnce("POST /internal/requests/" + request.token() + "/source-digest");
    }

    @Test
    void withoutRequestApiRequestsInRedisAreServed() {
        RequestRecord request = imageRequest(DIGEST);
        store(request);
        API.stop();
        try {
            assertFound(request);
            StepVerifier.create(requests.find(new ContainerToken("00000000cafe"), CLIENT))
                    .verifyErrorSatisfies(error ->
                            assertThat(((RegistryException) error).code()).isEqualTo(OciErrorCode.UNAVAILABLE));
        } finally {
            API.restart();
        }
    }

    @Test
    void withoutRedisRequestApiIsAsked() {
        RequestRecord request = imageRequest(DIGEST);
        stopRedis();
        try {
            assertFound(request);
        } finally {
            startRedis();
        }
    }

    private void assertFound(RequestRecord request) {
        StepVerifier.create(requests.find(request.token(), CLIENT))
                .expectNext(request)
                .expectComplete()
                .verify(Duration.ofSeconds(30));
    }

    private void forget(RequestRecord request) {
        redis.delete(RedisKeys.request(request.token()));
        API.remove(request.token());
    }
}
