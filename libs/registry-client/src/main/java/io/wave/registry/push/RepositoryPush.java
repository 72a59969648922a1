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
 * Puts content into one repository. A blob that is there already is not sent again; what a registry accepts has the
 * digest that was named. Failures are {@link RegistryException}s; those of a moment are bridged as for all other calls.
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
     * Puts a blob of another repository into this one: by the registry itself where it holds both, else byte by byte as
     * a stream that is verified on its way.
     *
     * @param access on whose behalf the source is read
     */
    public Mono<BlobPush> copy(BlobSource source, RegistryAccess access) {
        return blobs.copy(target, source, access);
    }

    /**
     * Sends a blob.
     *
     * @param size number of bytes of the content
     * @param content verified on its way; subscribed to again where the sending has to be repeated
     */
    public Mono<BlobPush> upload(Digest digest, long size, Flux<ByteBuf> content) {
        return blobs.upload(target, digest, size, content);
    }

    /** Sends a small blob. */
    public Mono<BlobPush> upload(byte[] content) {
        return upload(Digest.of(content), content.length, Flux.defer(() -> Flux.just(Unpooled.wrappedBuffer(content))));
    }

    /**
     * Puts a manifest or index, whose content must be in the registry by then.
     *
     * @param reference the tag or digest it gets; another digest than its own is refused
     * @param mediaType what it is
     * @return its digest
     */
    public Mono<Digest> manifest(Reference reference, String mediaType, byte[] manifest) {
        return manifests.put(target, reference, mediaType, manifest);
    }
}
