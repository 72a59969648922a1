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
import io.wave.registry.http.Outgoing;
import io.wave.registry.http.Reply;
import io.wave.registry.http.UpstreamFailures;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** {@code POST /v2/<name>/blobs/uploads/} and the {@code PUT} of the whole blob that follows it. */
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

    /** A registry that cannot mount begins an upload instead. */
    Mono<Upload> mount(RegistryTarget target, BlobSource source) {
        return post(
                target,
                "?mount=%s&from=%s".formatted(encoded(source.digest().toString()), encoded(source.repository())));
    }

    private Mono<Upload> post(RegistryTarget target, String query) {
        HttpHeaders nothing = new DefaultHttpHeaders().set(HttpHeaderNames.CONTENT_LENGTH, HttpHeaderValues.ZERO);
        return caller.once(target, target.uri("/blobs/uploads/" + query), Outgoing.of(HttpMethod.POST, nothing))
                .flatMap(reply -> switch (reply.status()) {
                    case CREATED -> reply.drain().thenReturn(new Upload.Done());
                    case ACCEPTED -> reply.drain().thenReturn(new Upload.Begun(location(target, reply)));
                    default -> refused(target, reply);
                });
    }

    private static URI location(RegistryTarget target, Reply reply) {
        URI location = Redirects.location(target, reply);
        if (Redirects.isWeaker(reply.uri(), location)) {
            throw new RegistryException(
                    OciErrorCode.UNAVAILABLE, 0, target + ": the registry wants uploads over plain http");
        }
        return location;
    }

    /** Sends all bytes in one request, which is not repeated: an upload that broke cannot be gone on with. */
    Mono<Void> send(RegistryTarget target, URI location, Digest digest, long size, Flux<ByteBuf> content) {
        HttpHeaders headers = new DefaultHttpHeaders()
                .set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.APPLICATION_OCTET_STREAM)
                .set(HttpHeaderNames.CONTENT_LENGTH, size);
        // What broke the content says more than that the connection broke with it.
        AtomicReference<@Nullable Throwable> broken = new AtomicReference<>();
        Outgoing put = new Outgoing(HttpMethod.PUT, headers, content.doOnError(broken::set));
        URI uri = URI.create(
                location + (location.getRawQuery() == null ? "?" : "&") + "digest=" + encoded(digest.toString()));
        Mono<Reply> sent = Origin.of(uri).equals(target.origin())
                ? caller.once(target, uri, put)
                : caller.onceElsewhere(target, uri, put);
        return sent.flatMap(reply -> reply.isSuccess() ? reply.drain() : this.<Void>refused(target, reply))
                .onErrorMap(
                        failure -> broken.get() == null ? failure : UpstreamFailures.broken(target, uri, broken.get()));
    }

    private <T> Mono<T> refused(RegistryTarget target, Reply reply) {
        return failures.<T>emptyIfAbsent(target, reply)
                .switchIfEmpty(Mono.error(() -> new RegistryException(
                        OciErrorCode.NAME_UNKNOWN, reply.status(), target + ": the registry has no such repository")));
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
