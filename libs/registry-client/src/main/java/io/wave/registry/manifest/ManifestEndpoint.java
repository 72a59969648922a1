package io.wave.registry.manifest;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.wave.image.Digest;
import io.wave.image.Reference;
import io.wave.oci.DocumentLimits;
import io.wave.oci.MediaTypes;
import io.wave.oci.OciErrorCode;
import io.wave.registry.access.RegistryTarget;
import io.wave.registry.call.Redirects;
import io.wave.registry.call.RegistryCaller;
import io.wave.registry.error.RegistryException;
import io.wave.registry.http.OutgoingRequest;
import io.wave.registry.http.Reply;
import io.wave.registry.http.UpstreamFailures;
import java.net.URI;
import java.util.Optional;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** {@code GET}, {@code HEAD} and {@code PUT /v2/<name>/manifests/<reference>}. */
public final class ManifestEndpoint {

    static final int MAX_MANIFEST_BYTES = DocumentLimits.MAX_BYTES;

    private static final String DIGEST_HEADER = "Docker-Content-Digest";
    /** In one header line, since some registries read the first line only. */
    private static final String ACCEPTED = String.join(
            ", ", MediaTypes.OCI_INDEX, MediaTypes.OCI_MANIFEST, MediaTypes.DOCKER_LIST, MediaTypes.DOCKER_MANIFEST);

    private final Redirects redirects;
    private final RegistryCaller caller;
    private final UpstreamFailures failures;
    private final ManifestTypes types;
    private final JsonMapper json;

    public ManifestEndpoint(Redirects redirects, RegistryCaller caller, UpstreamFailures failures, JsonMapper json) {
        this.redirects = redirects;
        this.caller = caller;
        this.failures = failures;
        this.types = new ManifestTypes(json);
        this.json = json;
    }

    /**
     * By HEAD if the response has all headers; otherwise by GET, since some registries reject HEAD, omit headers, or redirect
     * it to another origin.
     */
    public Mono<ResolvedManifest> resolve(RegistryTarget target, Reference reference) {
        return call(target, HttpMethod.HEAD, reference).flatMap(reply -> {
            Optional<ResolvedManifest> ofHeaders = reply.isSuccess() ? ofHeaders(reply, reference) : Optional.empty();
            return reply.drain()
                    .then(Mono.justOrEmpty(ofHeaders))
                    .switchIfEmpty(Mono.defer(() -> get(target, reference)).map(ManifestEndpoint::resolved));
        });
    }

    private static ResolvedManifest resolved(ManifestContent content) {
        return new ResolvedManifest(content.digest(), content.mediaType(), content.bytes().length);
    }

    private static Optional<ResolvedManifest> ofHeaders(Reply reply, Reference reference) {
        String mediaType = MediaTypes.withoutParameters(reply.mediaType());
        boolean known = MediaTypes.isIndex(mediaType) || MediaTypes.isManifest(mediaType);
        if (!known || reply.contentLength() < 0) {
            return Optional.empty();
        }
        return (reference instanceof Digest pinned ? Optional.of(pinned) : digest(reply))
                .map(digest -> new ResolvedManifest(digest, mediaType, reply.contentLength()));
    }

    private static Optional<Digest> digest(Reply reply) {
        try {
            return reply.header(DIGEST_HEADER).map(Digest::parse);
        } catch (IllegalArgumentException unsupported) {
            return Optional.empty();
        }
    }

    public Mono<ManifestContent> get(RegistryTarget target, Reference reference) {
        return getOfAnySchema(target, reference).doOnNext(found -> {
            if (MediaTypes.isSchema1(found.mediaType())) {
                throw invalidManifest(target);
            }
        });
    }

    /** Manifests of schema 1 too, where {@link ManifestContent#digest} is not the digest of the bytes. */
    public Mono<ManifestContent> getOfAnySchema(RegistryTarget target, Reference reference) {
        Mono<ManifestContent> once = Mono.defer(() -> call(target, HttpMethod.GET, reference))
                .flatMap(reply ->
                        reply.isSuccess() ? read(target, reference, reply) : failures.emptyIfAbsent(target, reply));
        return once.onErrorResume(UpstreamFailures::isBodyFailure, _ -> once);
    }

    private Mono<ManifestContent> read(RegistryTarget target, Reference reference, Reply reply) {
        return reply.document(MAX_MANIFEST_BYTES, json)
                .onErrorMap(failure -> UpstreamFailures.documentFailed(target, failure))
                .map(bytes -> verified(target, reference, bytes, reply.mediaType()));
    }

    private ManifestContent verified(RegistryTarget target, Reference reference, byte[] bytes, String contentType) {
        String mediaType = types.of(bytes, contentType).orElse("");
        Digest digest = types.digest(bytes, mediaType);
        if (reference instanceof Digest requested && !requested.equals(digest)) {
            throw new RegistryException(
                    OciErrorCode.MANIFEST_INVALID,
                    200,
                    target + ": the registry returned a manifest with a different digest");
        }
        if (mediaType.isEmpty()) {
            throw invalidManifest(target);
        }
        return new ManifestContent(bytes, mediaType, digest);
    }

    public Mono<Digest> put(RegistryTarget target, Reference reference, String mediaType, byte[] manifest) {
        Digest digest = Digest.of(manifest);
        if (reference instanceof Digest expected && !expected.equals(digest)) {
            return Mono.error(new RegistryException(
                    OciErrorCode.DIGEST_INVALID,
                    0,
                    "%s: manifest has digest %s instead of %s".formatted(target, digest, expected)));
        }
        HttpHeaders headers = new DefaultHttpHeaders()
                .set(HttpHeaderNames.CONTENT_TYPE, mediaType)
                .set(HttpHeaderNames.CONTENT_LENGTH, manifest.length);
        OutgoingRequest put =
                new OutgoingRequest(HttpMethod.PUT, headers, Mono.fromSupplier(() -> Unpooled.wrappedBuffer(manifest)));
        return caller.call(target, target.uri("/manifests/" + reference), put)
                .flatMap(reply -> reply.isSuccess() ? accepted(target, digest, reply) : rejected(target, reply));
    }

    private static Mono<Digest> accepted(RegistryTarget target, Digest sent, Reply reply) {
        boolean other =
                digest(reply).filter(ofHeaders -> !ofHeaders.equals(sent)).isPresent();
        return reply.drain()
                .then(
                        other
                                ? Mono.error(() -> new RegistryException(
                                        OciErrorCode.UNAVAILABLE,
                                        reply.status(),
                                        target + ": the registry stored the manifest under a different digest"))
                                : Mono.just(sent));
    }

    private Mono<Digest> rejected(RegistryTarget target, Reply reply) {
        return failures.<Digest>emptyIfAbsent(target, reply)
                .switchIfEmpty(Mono.error(() -> new RegistryException(
                        OciErrorCode.NAME_UNKNOWN, reply.status(), target + ": repository not found")));
    }

    private static RegistryException invalidManifest(RegistryTarget target) {
        return new RegistryException(OciErrorCode.MANIFEST_INVALID, 200, target + ": invalid image manifest");
    }

    private Mono<Reply> call(RegistryTarget target, HttpMethod method, Reference reference) {
        HttpHeaders accepted = new DefaultHttpHeaders().set(HttpHeaderNames.ACCEPT, ACCEPTED);
        URI uri = target.uri("/manifests/" + reference);
        return HttpMethod.HEAD.equals(method)
                ? redirects.followWithinOrigin(target, method, uri, accepted)
                : redirects.follow(target, method, uri, accepted);
    }
}
