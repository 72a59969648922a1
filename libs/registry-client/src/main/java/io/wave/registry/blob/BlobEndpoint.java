package io.wave.registry.blob;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.wave.image.Digest;
import io.wave.oci.OciErrorCode;
import io.wave.registry.access.RegistryTarget;
import io.wave.registry.call.Redirects;
import io.wave.registry.error.RegistryException;
import io.wave.registry.error.RegistryFailure;
import io.wave.registry.http.Reply;
import io.wave.registry.http.UpstreamFailures;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** {@code GET} and {@code HEAD /v2/<name>/blobs/<digest>}. */
public final class BlobEndpoint {

    private static final int UNAUTHORIZED = 401;

    private final Redirects redirects;
    private final UpstreamFailures failures;
    private final JsonMapper json;

    public BlobEndpoint(Redirects redirects, UpstreamFailures failures, JsonMapper json) {
        this.json = json;
        this.redirects = redirects;
        this.failures = failures;
    }

    /** The blob, or the redirect to it. */
    public Mono<BlobResponse> open(RegistryTarget target, Digest digest, @Nullable String range) {
        return redirects
                .followWithinOrigin(target, HttpMethod.GET, uri(target, digest), headers(range))
                .flatMap(reply -> answer(target, reply, range != null))
                .doOnDiscard(BlobResponse.Body.class, BlobResponse.Body::close);
    }

    /** The blob, with all redirects followed. */
    public Mono<BlobResponse.Body> openFollowing(RegistryTarget target, Digest digest, @Nullable String range) {
        return redirects
                .follow(target, HttpMethod.GET, uri(target, digest), headers(range))
                .flatMap(reply -> bodyOf(target, reply, range != null))
                .doOnDiscard(BlobResponse.Body.class, BlobResponse.Body::close);
    }

    private static HttpHeaders headers(@Nullable String range) {
        HttpHeaders headers = new DefaultHttpHeaders();
        if (range != null) {
            headers.set(HttpHeaderNames.RANGE, range);
        }
        return headers;
    }

    private Mono<BlobResponse> answer(RegistryTarget target, Reply reply, boolean partial) {
        if (Redirects.isRedirect(reply.status())) {
            URI location = Redirects.location(target, reply);
            return reply.drain().thenReturn(new BlobResponse.Redirect(location, reply.status()));
        }
        return bodyOf(target, reply, partial).cast(BlobResponse.class);
    }

    private Mono<BlobResponse.Body> bodyOf(RegistryTarget target, Reply reply, boolean partial) {
        return switch (reply.status()) {
            case 200 -> Mono.just(body(target, reply));
            case 206 -> part(target, reply, partial);
            default -> failures.emptyIfAbsent(target, reply);
        };
    }

    /** Partial content is accepted only if it was requested and the registry states its range. */
    private static Mono<BlobResponse.Body> part(RegistryTarget target, Reply reply, boolean requested) {
        if (requested && reply.header(HttpHeaderNames.CONTENT_RANGE).isPresent()) {
            return Mono.just(body(target, reply));
        }
        reply.close();
        return Mono.error(new RegistryException(
                OciErrorCode.UNAVAILABLE,
                reply.status(),
                target + ": the registry returned a partial blob although the whole was requested"));
    }

    private static BlobResponse.Body body(RegistryTarget target, Reply reply) {
        return new BlobResponse.Body(
                reply.status(),
                reply.contentLength(),
                reply.header(HttpHeaderNames.CONTENT_RANGE),
                reply.mediaType(),
                reply.content().onErrorMap(failure -> UpstreamFailures.bodyFailed(target, failure)),
                reply::close);
    }

    /**
     * By HEAD if the registry itself answers it with a length, otherwise by a GET whose body is discarded. A HEAD does not
     * follow redirects to other origins, since their URLs may be signed for GET only.
     */
    public Mono<BlobHead> head(RegistryTarget target, Digest digest) {
        return redirects
                .followWithinOrigin(target, HttpMethod.HEAD, uri(target, digest), EmptyHttpHeaders.INSTANCE)
                .flatMap(reply -> Redirects.isRedirect(reply.status())
                        ? reply.drain().then(Mono.<BlobHead>empty())
                        : head(target, reply))
                .onErrorResume(BlobEndpoint::isRejected, _ -> Mono.empty())
                .filter(head -> head.length() >= 0)
                .switchIfEmpty(Mono.defer(() -> headByGet(target, digest)));
    }

    private Mono<BlobHead> head(RegistryTarget target, Reply reply) {
        return reply.isSuccess()
                ? reply.drain().thenReturn(new BlobHead(reply.contentLength(), reply.mediaType()))
                : failures.emptyIfAbsent(target, reply);
    }

    private static boolean isRejected(Throwable failure) {
        return failure instanceof RegistryException known
                && known.failure() == RegistryFailure.REFUSED
                && known.upstreamStatus() != UNAUTHORIZED;
    }

    /** By HEAD only; a HEAD that the registry rejects counts as absent. */
    public Mono<BlobHead> headOnly(RegistryTarget target, Digest digest) {
        return redirects
                .follow(target, HttpMethod.HEAD, uri(target, digest), EmptyHttpHeaders.INSTANCE)
                .flatMap(reply -> head(target, reply))
                .onErrorResume(BlobEndpoint::isRejected, _ -> Mono.empty());
    }

    private Mono<BlobHead> headByGet(RegistryTarget target, Digest digest) {
        return redirects
                .follow(target, HttpMethod.GET, uri(target, digest), EmptyHttpHeaders.INSTANCE)
                .flatMap(reply -> {
                    if (reply.status() != 200) {
                        return failures.emptyIfAbsent(target, reply);
                    }
                    reply.close();
                    return Mono.just(new BlobHead(reply.contentLength(), reply.mediaType()));
                });
    }

    /** The content of a blob with all redirects followed, not verified; the subscriber owns the buffers. */
    public Flux<ByteBuf> read(RegistryTarget target, Digest digest) {
        return Mono.defer(
                        () -> redirects.follow(target, HttpMethod.GET, uri(target, digest), EmptyHttpHeaders.INSTANCE))
                .flatMap(reply ->
                        reply.status() == 200 ? Mono.just(reply) : failures.<Reply>emptyIfAbsent(target, reply))
                .switchIfEmpty(Mono.error(() -> new RegistryException(
                        OciErrorCode.BLOB_UNKNOWN, 404, "%s: blob %s not found".formatted(target, digest))))
                .flatMapMany(reply -> reply.content()
                        .onErrorMap(failure -> new RegistryException(
                                RegistryFailure.BROKEN,
                                OciErrorCode.UNAVAILABLE,
                                0,
                                target + ": the connection to the registry was closed while a blob was read",
                                null,
                                failure)));
    }

    /** The whole content of a blob that is a JSON document, verified and within the limits of documents. */
    public Mono<byte[]> content(RegistryTarget target, Digest digest, int maxBytes) {
        Mono<byte[]> once = Mono.defer(
                        () -> redirects.follow(target, HttpMethod.GET, uri(target, digest), EmptyHttpHeaders.INSTANCE))
                .flatMap(reply -> reply.status() == 200
                        ? reply.document(maxBytes, json)
                                .onErrorMap(failure -> UpstreamFailures.documentFailed(target, failure))
                                .map(bytes -> verified(target, digest, bytes))
                        : failures.emptyIfAbsent(target, reply));
        return once.onErrorResume(UpstreamFailures::isBodyFailure, _ -> once);
    }

    private static byte[] verified(RegistryTarget target, Digest digest, byte[] bytes) {
        if (!Digest.of(bytes).equals(digest)) {
            throw new RegistryException(
                    OciErrorCode.MANIFEST_INVALID,
                    200,
                    target + ": the registry returned a blob with a different digest");
        }
        return bytes;
    }

    private static URI uri(RegistryTarget target, Digest digest) {
        return target.uri("/blobs/" + digest);
    }
}
