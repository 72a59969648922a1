package io.wave.proxy.blob;

import io.wave.image.ImageReference;
import io.wave.oci.OciErrorCode;
import io.wave.proxy.response.OciException;
import io.wave.proxy.response.RegistryResponse;
import io.wave.registry.access.RegistryAccess;
import reactor.core.publisher.Mono;

/** Blobs of source registries, for who may read them there. */
public interface SourceBlobs {

    /** The blob in the image's repository; empty if the registry does not have it. */
    Mono<RegistryResponse> find(ImageReference image, BlobRequest blob, RegistryAccess access);

    /** The same, but 404 if the registry does not have the blob. */
    default Mono<RegistryResponse> serve(ImageReference image, BlobRequest blob, RegistryAccess access) {
        return find(image, blob, access).switchIfEmpty(Mono.error(() -> notFound(image, blob)));
    }

    /** The error for a blob that the registry does not have. */
    static OciException notFound(ImageReference image, BlobRequest blob) {
        return new OciException(
                OciErrorCode.BLOB_UNKNOWN, "blob '%s' not found in '%s'".formatted(blob.digest(), image.name()));
    }
}
