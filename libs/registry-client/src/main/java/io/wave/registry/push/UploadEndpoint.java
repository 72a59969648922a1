package io.wave.registry.push;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.wave.image.Digest;
import io.wave.oci.OciErrorCode;
import io.wave.registry.access.Origin;
import io.wave.registry.access.RegistryTarget;
import io.wave.registry.call.Redirects;
import io.wave.registry.call.RegistryCaller;
import io.wave.registry.error.RegistryException;
import io.wave.registry.http.OutgoingRequest;
import io.wave.registry.http.Reply;
import io.wave.registry.http.UpstreamFailures;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** {@code POST /v2/<name>/blobs/uploads/} and the following {@code PUT} of the whole blob. */
public final class UploadEndpoint {

    private static final int CREATED = 201;
    private static final int ACCEPTED = 202;

    private final RegistryCaller caller;
    private final UpstreamFailures failures;

    public UploadEndpoint(RegistryCaller caller, UpstreamFailures failures) {
        this.caller = caller;
        this.failures = failures;
    }

    Mono<Upload> start(RegistryTarget target) {
        return post(target, "");
    }

    /** A registry that cannot mount the blob starts an upload instead. */
    Mono<Upload> mount(RegistryTarget target, BlobSource source) {
        return post(
                target,
                "?mount=%s&from=%s".formatted(encoded(source.digest().toString()), encoded(source.repository())));
    }

    private Mono<Upload> post(RegistryTarget target, String query) {
        HttpHeaders noContent = new DefaultHttpHeaders().set(HttpHeaderNames.CONTENT_LENGTH, HttpHeaderValues.ZERO);
        return caller.callOnce(
                        target, target.uri("/blobs/uploads/" + query), OutgoingRequest.of(HttpMethod.POST, noContent))
                .flatMap(reply -> switch (reply.status()) {
                    case CREATED -> reply.drain().thenReturn(new Upload.Mounted());
                    case ACCEPTED -> reply.drain().thenReturn(new Upload.Started(location(target, reply)));
                    default -> rejected(target, reply);
                });
    }

    private static URI location(RegistryTarget target, Reply reply) {
        URI location = Redirects.location(target, reply);
        if (Redirects.isDowngrade(reply.uri(), location)) {
            throw new RegistryException(
                    OciErrorCode.UNAVAILABLE, 0, target + ": insecure upload location: http instead of https");
        }
        return location;
    }

    /** Sends the content in one request without retries: an interrupted upload cannot be resumed. */
    Mono<Void> send(RegistryTarget target, URI location, Digest digest, long size, Flux<ByteBuf> content) {
        HttpHeaders headers = new DefaultHttpHeaders()
                .set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.APPLICATION_OCTET_STREAM)
                .set(HttpHeaderNames.CONTENT_LENGTH, size);
        // A failure of the content explains more than the closed connection that follows from it.
        AtomicReference<@Nullable Throwable> contentFailure = new AtomicReference<>();
        OutgoingRequest put = new OutgoingRequest(HttpMethod.PUT, headers, content.doOnError(contentFailure::set));
        URI uri = URI.create(
                location + (location.getRawQuery() == null ? "?" : "&") + "digest=" + encoded(digest.toString()));
        Mono<Reply> sent = Origin.of(uri).equals(target.origin())
                ? caller.callOnce(target, uri, put)
                : caller.callOtherOriginOnce(target, uri, put);
        return sent.flatMap(reply -> reply.isSuccess() ? reply.drain() : this.<Void>rejected(target, reply))
                .onErrorMap(failure -> contentFailure.get() == null
                        ? failure
                        : UpstreamFailures.callFailed(target, uri, contentFailure.get()));
    }

    private <T> Mono<T> rejected(RegistryTarget target, Reply reply) {
        return failures.<T>emptyIfAbsent(target, reply)
                .switchIfEmpty(Mono.error(() -> new RegistryException(
                        OciErrorCode.NAME_UNKNOWN, reply.status(), target + ": repository not found")));
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
