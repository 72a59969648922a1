package io.wave.registry.push;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.wave.image.Digest;
import io.wave.image.Reference;
import io.wave.registry.access.RegistryAccess;
import io.wave.registry.access.RegistryTarget;
import io.wave.registry.error.RegistryException;
import io.wave.registry.manifest.ManifestEndpoint;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Pushes content to one repository. A blob that is already present is not sent again; the digests of all content are
 * verified. Failures are {@link RegistryException}s; temporary ones are retried as for all other calls.
 */
public final class RepositoryPush {

    private final RegistryTarget target;
    private final BlobPushes blobs;
    private final ManifestEndpoint manifests;

    public RepositoryPush(RegistryTarget target, BlobPushes blobs, ManifestEndpoint manifests) {
        this.target = target;
        this.blobs = blobs;
        this.manifests = manifests;
    }

    /**
     * Copies a blob from another repository: the registry mounts it if it holds both repositories, otherwise the content
     * is streamed and verified.
     *
     * @param access access with which the source is read
     */
    public Mono<BlobPush> copy(BlobSource source, RegistryAccess access) {
        return blobs.copy(target, source, access);
    }

    /**
     * Uploads a blob.
     *
     * @param size number of bytes of the content
     * @param content verified while it is sent; subscribed to again for a retry
     */
    public Mono<BlobPush> upload(Digest digest, long size, Flux<ByteBuf> content) {
        return blobs.upload(target, digest, size, content);
    }

    /** Uploads a small blob. */
    public Mono<BlobPush> upload(byte[] content) {
        return upload(Digest.of(content), content.length, Flux.defer(() -> Flux.just(Unpooled.wrappedBuffer(content))));
    }

    /**
     * Puts a manifest or index; the content it refers to must already be in the registry.
     *
     * @param reference tag, or the digest of the manifest
     * @param mediaType its media type
     * @return its digest
     */
    public Mono<Digest> manifest(Reference reference, String mediaType, byte[] manifest) {
        return manifests.put(target, reference, mediaType, manifest);
    }
}
