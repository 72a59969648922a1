package io.wave.proxy.blob;

import io.wave.image.Digest;
import io.wave.oci.OciErrorCode;
import io.wave.proxy.blobcache.UrlValidity;
import io.wave.proxy.response.OciException;
import io.wave.proxy.response.RegistryResponse;
import io.wave.store.ObjectName;
import io.wave.store.ObjectStore;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Serves layers from the object store: as a redirect to a signed URL where the store has URLs, otherwise from its file.
 */
final class StoredLayers {

    private static final Duration MAX_VALIDITY = Duration.ofMinutes(30);
    private static final int OK = 200;
    private static final int TEMPORARY_REDIRECT = 307;

    private final ObjectStore store;
    private final Clock clock;

    StoredLayers(ObjectStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /**
     * Calls to the store block, so they run outside the event loops.
     *
     * @param expiry when the token expires: no signed URL is valid for longer
     */
    Mono<RegistryResponse> serve(Digest digest, BlobRequest blob, Instant expiry) {
        return Mono.fromCallable(() -> find(digest, blob, expiry)).subscribeOn(Schedulers.boundedElastic());
    }

    private RegistryResponse find(Digest digest, BlobRequest blob, Instant expiry) {
        ObjectName name = ObjectName.blob(digest);
        Optional<Path> file = store.localFile(name);
        OptionalLong size = store.size(name);
        if (size.isEmpty()) {
            throw new OciException(
                    OciErrorCode.BLOB_UNKNOWN, "layer '%s' not found: it is no longer stored".formatted(digest));
        }
        if (file.isPresent()) {
            return new RegistryResponse.LocalFile(blob.digest(), size.getAsLong(), file.get());
        }
        if (!blob.isGet()) {
            return new RegistryResponse.StreamedBlob(blob.digest(), OK, size.getAsLong(), null, Flux.empty());
        }
        URI url = store.downloadUrl(name, UrlValidity.until(expiry, clock.instant(), MAX_VALIDITY))
                .orElseThrow(
                        () -> new IllegalStateException("the object store provides neither files nor download URLs"));
        return new RegistryResponse.Redirect(TEMPORARY_REDIRECT, url);
    }
}
