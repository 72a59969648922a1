package io.wave.proxy.peer;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.wave.proxy.blobcache.BlobCache.Source;
import io.wave.registry.blob.BlobResponse;
import io.wave.security.InternalApi;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientResponse;
import reactor.netty.resources.ConnectionProvider;

/** Reads blobs from other replicas. */
public final class PeerClient implements AutoCloseable {

    /** The property that lets replicas read from each other: the address of this one. */
    public static final String ENABLED_BY = "wave.proxy.blob-cache.peers.address";

    /** Query parameter of {@link InternalApi#PEER_BLOBS} with registry and repository of the blob. */
    public static final String REPOSITORY = "repository";

    /** How long the other replica may wait for the response of its registry. */
    public static final Duration MAX_WAIT = Duration.ofSeconds(10);

    private static final Logger log = LoggerFactory.getLogger(PeerClient.class);

    private static final int CONNECT_TIMEOUT_MILLIS = 1_000;
    private static final Duration RESPONSE_TIMEOUT = MAX_WAIT.plusSeconds(5);

    private static final Duration UNREACHABLE = Duration.ofSeconds(10);
    private static final int MAX_REMEMBERED = 1_000;
    private static final int MAX_CONNECTIONS = 64;
    private static final Duration MAX_IDLE = Duration.ofSeconds(10);
    private static final int OK = 200;
    private static final int PARTIAL_CONTENT = 206;

    private final ConnectionProvider connections = ConnectionProvider.builder("blob-peers")
            .maxConnections(MAX_CONNECTIONS)
            .pendingAcquireTimeout(RESPONSE_TIMEOUT)
            .maxIdleTime(MAX_IDLE)
            .disposeInactivePoolsInBackground(MAX_IDLE, Duration.ofMinutes(1))
            .build();
    private final HttpClient http = HttpClient.create(connections)
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT_MILLIS)
            .option(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
            .responseTimeout(RESPONSE_TIMEOUT)
            .followRedirect(false)
            .compress(false);
    private final Cache<String, Boolean> unreachable = Caffeine.newBuilder()
            .maximumSize(MAX_REMEMBERED)
            .expireAfterWrite(UNREACHABLE)
            .build();
    private final PeerSignature signature;

    PeerClient(PeerSignature signature) {
        this.signature = signature;
    }

    /**
     * The content of a blob, not verified; empty if the peer does not have it or does not respond.
     *
     * @param offset number of bytes to leave out
     */
    public Mono<BlobResponse.Body> open(BlobOwner.Peer peer, Source source, long offset) {
        return Mono.defer(() -> unreachable.getIfPresent(peer.authority()) == null
                ? request(peer, source, offset)
                : Mono.<BlobResponse.Body>empty());
    }

    private Mono<BlobResponse.Body> request(BlobOwner.Peer peer, Source source, long offset) {
        return http.headers(headers -> addHeaders(headers, peer, source, offset))
                .get()
                .uri("http://" + peer.authority() + InternalApi.PEER_BLOBS + "/" + source.digest() + "?"
                        + REPOSITORY + "="
                        + URLEncoder.encode(source.repository(), StandardCharsets.UTF_8))
                .responseConnection((response, connection) -> body(response, connection, offset))
                .next()
                .onErrorResume(failure -> {
                    unreachable.put(peer.authority(), Boolean.TRUE);
                    log.atWarn()
                            .addKeyValue("peer", peer.authority())
                            .addKeyValue("cause", failure.toString())
                            .log("Blob not read from another replica");
                    return Mono.empty();
                })
                .doOnDiscard(BlobResponse.Body.class, BlobResponse.Body::close);
    }

    private void addHeaders(HttpHeaders headers, BlobOwner.Peer peer, Source source, long offset) {
        headers.set(HttpHeaderNames.AUTHORIZATION, signature.sign(peer, source));
        if (offset > 0) {
            headers.set(HttpHeaderNames.RANGE, "bytes=%d-".formatted(offset));
        }
    }

    private static Flux<BlobResponse.Body> body(HttpClientResponse response, Connection connection, long offset) {
        HttpHeaders headers = response.responseHeaders();
        if (response.status().code() != (offset > 0 ? PARTIAL_CONTENT : OK)) {
            return connection.inbound().receive().thenMany(Flux.empty());
        }
        return Flux.just(new BlobResponse.Body(
                response.status().code(),
                Long.parseLong(headers.get(HttpHeaderNames.CONTENT_LENGTH, "-1")),
                Optional.ofNullable(headers.get(HttpHeaderNames.CONTENT_RANGE)),
                headers.get(HttpHeaderNames.CONTENT_TYPE, "application/octet-stream"),
                connection.inbound().receive().retain(),
                connection::dispose));
    }

    @Override
    public void close() {
        connections.dispose();
    }
}
