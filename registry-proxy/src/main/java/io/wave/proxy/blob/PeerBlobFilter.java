package io.wave.proxy.blob;

import io.wave.image.Digest;
import io.wave.proxy.blobcache.BlobCache.Source;
import io.wave.proxy.peer.PeerClient;
import io.wave.proxy.peer.PeerSignature;
import io.wave.proxy.response.RangeHeader;
import io.wave.proxy.response.ResponseWriter;
import io.wave.security.InternalApi;
import java.util.Optional;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** Sends cached blobs to other replicas, see {@link InternalApi#PEER_BLOBS}; everybody else gets 404. */
final class PeerBlobFilter implements WebFilter, Ordered {

    private static final String PREFIX = InternalApi.PEER_BLOBS + "/";

    private final CachedBlobs blobs;
    private final PeerSignature signature;
    private final ResponseWriter responses = new ResponseWriter();

    PeerBlobFilter(CachedBlobs blobs, PeerSignature signature) {
        this.blobs = blobs;
        this.signature = signature;
    }

    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE + 2;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        ServerHttpRequest request = exchange.getRequest();
        if (!request.getURI().getRawPath().startsWith(PREFIX)) {
            return chain.filter(exchange);
        }
        // Empty responses would not be distinguished from no response.
        return source(request)
                .map(source -> blobs.forPeer(
                                source, RangeHeader.of(request, source.digest()).orElse(null))
                        .timeout(PeerClient.MAX_WAIT, Mono.empty())
                        .map(Optional::of)
                        .defaultIfEmpty(Optional.empty()))
                .orElse(Mono.just(Optional.empty()))
                .flatMap(found -> found.map(response -> responses.write(exchange, response))
                        .orElseGet(() -> notFound(exchange)));
    }

    /** What is requested with a valid signature. */
    private Optional<Source> source(ServerHttpRequest request) {
        String repository = request.getQueryParams().getFirst(PeerClient.REPOSITORY);
        if (repository == null || !HttpMethod.GET.equals(request.getMethod())) {
            return Optional.empty();
        }
        return digest(request.getURI().getRawPath().substring(PREFIX.length()))
                .map(digest -> new Source(repository, digest))
                .filter(source -> signature.isValid(request.getHeaders().getFirst(HttpHeaders.AUTHORIZATION), source));
    }

    private static Optional<Digest> digest(String text) {
        try {
            return Optional.of(Digest.parse(text));
        } catch (IllegalArgumentException invalid) {
            return Optional.empty();
        }
    }

    private static Mono<Void> notFound(ServerWebExchange exchange) {
        exchange.getResponse().setStatusCode(HttpStatus.NOT_FOUND);
        return exchange.getResponse().setComplete();
    }
}
