package io.wave.registry;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.QueryStringEncoder;
import io.wave.image.Digest;
import io.wave.image.Tag;
import io.wave.oci.MediaTypes;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * {@code GET /v2/<name>/referrers/<digest>}; where a registry has no such endpoint, the tag that stands for it, and where
 * there is none either, an empty index.
 */
final class ReferrersEndpoint {

    private static final byte[] NONE = "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"manifests\":[]}"
            .formatted(MediaTypes.OCI_INDEX)
            .getBytes(StandardCharsets.UTF_8);

    private final Redirects redirects;
    private final ManifestEndpoint manifests;

    ReferrersEndpoint(Redirects redirects, ManifestEndpoint manifests) {
        this.redirects = redirects;
        this.manifests = manifests;
    }

    Mono<ManifestContent> get(RegistryTarget target, Digest subject, @Nullable String artifactType) {
        QueryStringEncoder query = new QueryStringEncoder("/referrers/" + subject);
        if (artifactType != null) {
            query.addParam("artifactType", artifactType);
        }
        HttpHeaders accepted = new DefaultHttpHeaders().set(HttpHeaderNames.ACCEPT, MediaTypes.OCI_INDEX);
        return redirects
                .follow(target, HttpMethod.GET, target.uri(query.toString()), accepted)
                .flatMap(reply ->
                        isIndex(reply) ? read(target, reply) : reply.drain().then(Mono.empty()))
                .switchIfEmpty(Mono.defer(() -> manifests.get(target, new Tag("sha256-" + subject.hex()))))
                .defaultIfEmpty(index(NONE));
    }

    private static boolean isIndex(Reply reply) {
        return reply.status() == 200 && MediaTypes.bare(reply.mediaType()).equals(MediaTypes.OCI_INDEX);
    }

    private static Mono<ManifestContent> read(RegistryTarget target, Reply reply) {
        return reply.bytes(ManifestEndpoint.MANIFEST_AT_MOST)
                .onErrorMap(failure -> UpstreamFailures.brokenBody(target, failure))
                .map(ReferrersEndpoint::index);
    }

    private static ManifestContent index(byte[] bytes) {
        return new ManifestContent(bytes, MediaTypes.OCI_INDEX, Digest.of(bytes));
    }
}
