package io.wave.proxy.registry;

import io.wave.http.CacheControl;
import io.wave.image.Digest;
import io.wave.proxy.blob.BlobRequest;
import io.wave.proxy.blob.BlobRequest.Kind;
import io.wave.proxy.blob.BlobStreamPermit;
import io.wave.proxy.http.RequestContext;
import io.wave.proxy.response.EntityTags;
import io.wave.proxy.response.RangeHeader;
import io.wave.proxy.response.RegistryResponse;
import java.util.Objects;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.util.MultiValueMap;
import reactor.core.publisher.Mono;

/**
 * A request of the registry API on its way through this package.
 *
 * @param http the HTTP request
 * @param context what the request dispatcher knows of it
 * @param permit its permit to stream a blob, not acquired yet
 */
record RegistryExchange(ServerHttpRequest http, RequestContext context, BlobStreamPermit permit) {

    boolean isGet() {
        return HttpMethod.GET.equals(http.getMethod());
    }

    boolean isHead() {
        return HttpMethod.HEAD.equals(http.getMethod());
    }

    String userAgent() {
        return Objects.requireNonNullElse(http.getHeaders().getFirst(HttpHeaders.USER_AGENT), "");
    }

    /** Whether the client does not want an answer from a cache that was not checked, RFC 9111 section 5.2.1.4. */
    boolean mustBeCurrent() {
        return CacheControl.isNoCache(http.getHeaders().getOrEmpty(HttpHeaders.CACHE_CONTROL));
    }

    MultiValueMap<String, String> query() {
        return http.getQueryParams();
    }

    /** The request for a blob that this is. */
    BlobRequest blobRequest(Digest digest) {
        boolean unmodified = EntityTags.matchesAny(http.getHeaders().getOrEmpty(HttpHeaders.IF_NONE_MATCH), digest);
        Kind kind = unmodified ? Kind.REVALIDATE : isHead() ? Kind.HEAD : Kind.GET;
        return new BlobRequest(digest, kind, RangeHeader.of(http, digest).orElse(null));
    }

    /** Only a blob that is sent needs a permit, and only from now on: not while the request waited for a build. */
    Mono<RegistryResponse> withPermit(BlobRequest blob, Mono<RegistryResponse> response) {
        return blob.kind() == Kind.GET ? permit.acquireFor(response) : response;
    }
}
