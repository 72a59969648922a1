package io.wave.registry.blob;

import static io.wave.registry.Clients.TENANT;
import static io.wave.registry.Clients.await;
import static io.wave.registry.Scripts.REPOSITORY;
import static io.wave.registry.Scripts.blobPath;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.netty.buffer.ByteBuf;
import io.wave.image.Digest;
import io.wave.local.fake.ScriptedAnswer;
import io.wave.local.fake.ScriptedRegistry;
import io.wave.registry.BufferLeaks;
import io.wave.registry.Clients;
import io.wave.registry.PartialResponse;
import io.wave.registry.RegistryClient;
import io.wave.registry.error.RegistryException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

@ExtendWith(BufferLeaks.class)
class BlobStreamTest {

    private static final byte[] CONTENT = new byte[8_000_000];
    private static final Duration SHORT = Duration.ofMillis(400);
    /** For registries that send, on a machine that is busy with other tests. */
    private static final Duration LONG = Duration.ofSeconds(30);
    /** Long enough for a peer on a busy machine, and short enough to wait for. */
    private static final Duration PEER = Duration.ofSeconds(6);

    private final ScriptedRegistry registry = ScriptedRegistry.start();

    @BeforeEach
    void fill() {
        new Random(1).nextBytes(CONTENT);
        registry.on(blobPath(CONTENT), ScriptedAnswer.content("a/b", CONTENT));
    }

    @AfterEach
    void stop() {
        registry.close();
    }

    @Test
    void buffersArePooledAndDirect() {
        Flux<Boolean> direct = open(registry.host(), LONG).content().map(buffer -> {
            boolean isDirect = buffer.isDirect();
            buffer.release();
            return isDirect;
        });

        assertThat(await(direct.distinct().collectList())).containsExactly(true);
    }

    @Test
    void slowReaderDoesNotTimeOut() {
        BlobResponse.Body body = open(registry.host(), LONG);

        Flux<ByteBuf> slow = VerifiedContent.of(body.content(), Digest.of(CONTENT), body.length())
                .limitRate(1)
                .window(50)
                .concatMap(part -> part.delaySubscription(SHORT.dividedBy(4)), 1);

        assertThat(Clients.bytes(slow)).isEqualTo(CONTENT);
    }

    @Test
    void readerMayPauseLongerThanTheRegistry() {
        BlobResponse.Body body = open(Clients.reading(PEER, PEER.multipliedBy(20)), registry.host());

        Flux<ByteBuf> stopping = body.content()
                .limitRate(1)
                .index()
                .concatMap(
                        part -> part.getT1() == 3
                                ? Mono.delay(PEER.plus(SHORT)).thenReturn(part.getT2())
                                : Mono.just(part.getT2()),
                        1);

        assertThat(Clients.bytes(stopping)).isEqualTo(CONTENT);
    }

    @Test
    void stalledReaderTimesOut() throws Exception {
        try (PartialResponse large = PartialResponse.start(CONTENT.length, CONTENT.length)) {
            BlobResponse.Body body = open(Clients.reading(PEER.dividedBy(2), SHORT), large.host());

            StepVerifier.create(body.content().doOnNext(ByteBuf::release), 1)
                    .expectNextCount(1)
                    .then(() -> large.hungUp().orTimeout(1, TimeUnit.MINUTES).join())
                    .thenRequest(Long.MAX_VALUE)
                    .thenConsumeWhile(_ -> true)
                    .expectErrorSatisfies(failure -> assertThat(failure)
                            .isInstanceOf(RegistryException.class)
                            .hasMessageContaining("was not read in time"))
                    .verify(Duration.ofMinutes(2));
        }
    }

    @Test
    void silentRegistryTimesOut() throws Exception {
        try (PartialResponse silent = PartialResponse.start(1000, 500)) {
            BlobResponse.Body body = open(silent.host(), SHORT);

            assertThatThrownBy(() -> Clients.bytes(body.content()))
                    .isInstanceOf(RegistryException.class)
                    .hasMessageContaining("did not respond in time");
            silent.hungUp().get(1, TimeUnit.MINUTES);
        }
    }

    @Test
    void cancellationClosesTheConnection() throws Exception {
        try (PartialResponse endless = PartialResponse.start(1_000_000, 500_000)) {
            BlobResponse.Body body = open(endless.host(), Duration.ofMinutes(1));

            await(body.content().doOnNext(ByteBuf::release).take(1).then().thenReturn(true));

            endless.hungUp().get(1, TimeUnit.MINUTES);
        }
    }

    @Test
    void closedBodyClosesTheConnection() throws Exception {
        try (PartialResponse endless = PartialResponse.start(1_000_000, 500_000)) {
            open(endless.host(), Duration.ofMinutes(1)).close();

            endless.hungUp().get(1, TimeUnit.MINUTES);
        }
    }

    @Test
    void unreadBodyClosesTheConnection() throws Exception {
        try (PartialResponse endless = PartialResponse.start(1_000_000, 500_000)) {
            open(endless.host(), SHORT);

            endless.hungUp().get(1, TimeUnit.MINUTES);
        }
    }

    @Test
    void invalidContentLeaksNoBuffer() {
        BlobResponse.Body body = open(registry.host(), LONG);

        Throwable failure = catchThrowable(
                () -> Clients.bytes(VerifiedContent.of(body.content(), Digest.of(new byte[1]), body.length())));

        assertThat(failure).isInstanceOf(ContentMismatchException.class);
    }

    private static BlobResponse.Body open(String host, Duration timeout) {
        return open(Clients.reading(timeout, timeout), host);
    }

    private static BlobResponse.Body open(RegistryClient client, String host) {
        return await(
                client.blob(host, REPOSITORY, Digest.of(CONTENT), null, TENANT).cast(BlobResponse.Body.class));
    }
}
