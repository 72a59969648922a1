package io.wave.registry.manifest;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.QueryStringEncoder;
import io.wave.image.Digest;
import io.wave.image.Tag;
import io.wave.oci.MediaTypes;
import io.wave.oci.OciErrorCode;
import io.wave.registry.access.RegistryTarget;
import io.wave.registry.call.Redirects;
import io.wave.registry.error.RegistryException;
import io.wave.registry.http.Reply;
import io.wave.registry.http.UpstreamFailures;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code GET /v2/<name>/referrers/<digest>}. If the registry has no such endpoint, the index at the referrers tag is used;
 * if there is none, the index is empty.
 */
public final class ReferrersEndpoint {

    private static final byte[] NONE = "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"manifests\":[]}"
            .formatted(MediaTypes.OCI_INDEX)
            .getBytes(StandardCharsets.UTF_8);

    private static final String FILTERS_APPLIED = "OCI-Filters-Applied";
    private static final String ARTIFACT_TYPE = "artifactType";

    private final Redirects redirects;
    private final ManifestEndpoint manifests;
    private final JsonMapper json;

    public ReferrersEndpoint(Redirects redirects, ManifestEndpoint manifests, JsonMapper json) {
        this.redirects = redirects;
        this.manifests = manifests;
        this.json = json;
    }

    public Mono<ManifestContent> get(RegistryTarget target, Digest subject, @Nullable String artifactType) {
        QueryStringEncoder query = new QueryStringEncoder("/referrers/" + subject);
        if (artifactType != null) {
            query.addParam(ARTIFACT_TYPE, artifactType);
        }
        HttpHeaders accepted = new DefaultHttpHeaders().set(HttpHeaderNames.ACCEPT, MediaTypes.OCI_INDEX);
        return redirects
                .follow(target, HttpMethod.GET, target.uri(query.toString()), accepted)
                .flatMap(reply -> isIndex(reply)
                        ? read(target, reply, artifactType)
                        : reply.drain().then(Mono.empty()))
                .switchIfEmpty(Mono.defer(() -> manifests.get(target, new Tag("sha256-" + subject.hex())))
                        .filter(found -> MediaTypes.isIndex(found.mediaType()))
                        .map(found -> filter(artifactType, target, found)))
                .defaultIfEmpty(index(NONE));
    }

    private static boolean isIndex(Reply reply) {
        return reply.status() == 200
                && MediaTypes.withoutParameters(reply.mediaType()).equals(MediaTypes.OCI_INDEX);
    }

    private Mono<ManifestContent> read(RegistryTarget target, Reply reply, @Nullable String artifactType) {
        boolean filtered = reply.headers(FILTERS_APPLIED).stream().anyMatch(filters -> filters.contains(ARTIFACT_TYPE));
        return reply.document(ManifestEndpoint.MAX_MANIFEST_BYTES, json)
                .onErrorMap(failure -> UpstreamFailures.bodyFailed(target, failure))
                .map(ReferrersEndpoint::index)
                .map(index -> filtered ? index : filter(artifactType, target, index));
    }

    /** Registries may leave filtering by type to the client. */
    private ManifestContent filter(@Nullable String artifactType, RegistryTarget target, ManifestContent index) {
        if (artifactType == null) {
            return index;
        }
        try {
            ObjectNode tree = (ObjectNode) json.readTree(index.bytes());
            tree.withArrayProperty("manifests")
                    .removeIf(entry -> !entry.path(ARTIFACT_TYPE).asString("").equals(artifactType));
            return index(json.writeValueAsBytes(tree));
        } catch (JacksonException | ClassCastException invalid) {
            throw new RegistryException(OciErrorCode.UNAVAILABLE, 200, target + ": invalid index of referrers");
        }
    }

    private static ManifestContent index(byte[] bytes) {
        return new ManifestContent(bytes, MediaTypes.OCI_INDEX, Digest.of(bytes));
    }
}
