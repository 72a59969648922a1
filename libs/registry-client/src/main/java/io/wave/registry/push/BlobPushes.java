package io.wave.registry.push;

import io.netty.buffer.ByteBuf;
import io.wave.image.Digest;
import io.wave.oci.OciErrorCode;
import io.wave.registry.access.Purpose;
import io.wave.registry.access.RegistryAccess;
import io.wave.registry.access.RegistryTarget;
import io.wave.registry.blob.BlobEndpoint;
import io.wave.registry.blob.ContentMismatchException;
import io.wave.registry.blob.VerifiedContent;
import io.wave.registry.config.JobCredentials;
import io.wave.registry.config.RegistriesProperties;
import io.wave.registry.error.RegistryException;
import io.wave.registry.retry.Retries;
import java.util.function.Supplier;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Puts blobs into repositories: skipped if present, otherwise mounted or uploaded. Interrupted uploads are restarted. */
public final class BlobPushes {

    private final RegistriesProperties registries;
    private final JobCredentials credentials;
    private final BlobEndpoint blobs;
    private final UploadEndpoint uploads;
    private final Retries retries;

    public BlobPushes(
            RegistriesProperties registries,
            JobCredentials credentials,
            BlobEndpoint blobs,
            UploadEndpoint uploads,
            Retries retries) {
        this.registries = registries;
        this.credentials = credentials;
        this.blobs = blobs;
        this.uploads = uploads;
        this.retries = retries;
    }

    Mono<BlobPush> copy(RegistryTarget target, BlobSource source, RegistryAccess access) {
        RegistryTarget from =
                RegistryTarget.of(registries, credentials, source.registry(), source.repository(), access);
        Flux<ByteBuf> content = blobs.read(from, source.digest());
        boolean sameRegistry = from.endpoint().equals(target.endpoint());
        return unlessPresent(
                target,
                source.digest(),
                () -> sameRegistry
                        ? uploads.mount(target.to(Purpose.mount(source.repository())), source)
                        : uploads.start(target),
                source.size(),
                content);
    }

    Mono<BlobPush> upload(RegistryTarget target, Digest digest, long size, Flux<ByteBuf> content) {
        return unlessPresent(target, digest, () -> uploads.start(target), size, content);
    }

    private Mono<BlobPush> unlessPresent(
            RegistryTarget target, Digest digest, Supplier<Mono<Upload>> start, long size, Flux<ByteBuf> content) {
        Mono<BlobPush> once = Mono.defer(start).flatMap(upload -> switch (upload) {
            case Upload.Mounted() -> Mono.just(BlobPush.MOUNTED);
            case Upload.Started(var location) ->
                uploads.send(target, location, digest, size, verified(target, digest, size, content))
                        .thenReturn(BlobPush.SENT);
        });
        return blobs.headOnly(target, digest)
                .map(_ -> BlobPush.PRESENT)
                .switchIfEmpty(retries.apply(target, target.origin(), target.credentials(), once));
    }

    private static Flux<ByteBuf> verified(RegistryTarget target, Digest digest, long size, Flux<ByteBuf> content) {
        return VerifiedContent.of(content, digest, size)
                .onErrorMap(
                        ContentMismatchException.class,
                        wrong -> new RegistryException(
                                OciErrorCode.DIGEST_INVALID,
                                0,
                                "blob %s for %s: %s".formatted(digest, target, wrong.getMessage())));
    }
}
