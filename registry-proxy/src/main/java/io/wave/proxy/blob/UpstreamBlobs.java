package io.wave.proxy.blob;

import io.wave.image.Digest;
import io.wave.image.ImageReference;
import io.wave.oci.OciErrorCode;
import io.wave.proxy.image.Lookups;
import io.wave.proxy.response.Answer;
import io.wave.proxy.response.OciException;
import io.wave.proxy.response.UnsatisfiableRangeException;
import io.wave.registry.BlobAnswer;
import io.wave.registry.RegistryAccess;
import io.wave.registry.RegistryClient;
import io.wave.registry.RegistryException;
import io.wave.registry.VerifiedContent;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Blobs as their registry gives them: by redirect, or streamed and verified on the way. */
public final class UpstreamBlobs {

    private static final int OK = 200;
    private static final String FIRST_BYTE = "bytes=0-0";

    private final RegistryClient registries;
    private final Lookups lookups;

    UpstreamBlobs(RegistryClient registries, Lookups lookups) {
        this.registries = registries;
        this.lookups = lookups;
    }

    /** The blob in the image's repository. */
    public Mono<Answer> serve(ImageReference image, BlobCall call, RegistryAccess access) {
        return find(image, call, access).switchIfEmpty(Mono.error(() -> unknown(image, call)));
    }

    /** The same, empty if the registry does not have it. */
    Mono<Answer> find(ImageReference image, BlobCall call, RegistryAccess access) {
        return switch (call.wanted()) {
            case NOTHING -> unchanged(image, call, access);
            case HEADERS -> head(image, call, access);
            case CONTENT -> get(image, call, access);
        };
    }

    /** The client has the content already, so all that counts is whether the registry would give it. */
    private Mono<Answer> unchanged(ImageReference image, BlobCall call, RegistryAccess access) {
        return registries
                .blob(image.registry(), image.repository(), call.digest(), FIRST_BYTE, access)
                .map(found -> {
                    if (found instanceof BlobAnswer.Body body) {
                        body.close();
                    }
                    return unchanged(call);
                })
                // Content without bytes has no first one either.
                .onErrorResume(UpstreamBlobs::isOutsideOfContent, _ -> Mono.just(unchanged(call)));
    }

    private static Answer unchanged(BlobCall call) {
        return new Answer.Unchanged(call.digest());
    }

    private Mono<Answer> head(ImageReference image, BlobCall call, RegistryAccess access) {
        return lookups.headBlob(image, call.digest(), access)
                .map(found -> new Answer.Stream(call.digest(), OK, found.length(), null, Flux.empty()));
    }

    private Mono<Answer> get(ImageReference image, BlobCall call, RegistryAccess access) {
        return registries
                .blob(image.registry(), image.repository(), call.digest(), call.range(), access)
                .map(found -> switch (found) {
                    case BlobAnswer.Redirect(var location, int status) -> new Answer.Redirect(status, location);
                    case BlobAnswer.Body body -> stream(body, call.digest());
                })
                .onErrorResume(UpstreamBlobs::isOutsideOfContent, outside -> withLength(image, call, access, outside));
    }

    private static boolean isOutsideOfContent(Throwable error) {
        return error instanceof RegistryException known && known.code() == OciErrorCode.RANGE_INVALID;
    }

    /** What a registry says of a range that it cannot give does not reach us, so it is asked how long the content is. */
    private Mono<Answer> withLength(ImageReference image, BlobCall call, RegistryAccess access, Throwable outside) {
        return lookups.headBlob(image, call.digest(), access)
                .filter(found -> found.length() >= 0)
                .<Answer>flatMap(found -> Mono.error(new UnsatisfiableRangeException(found.length())))
                .switchIfEmpty(Mono.error(outside));
    }

    /** A part cannot be verified by the digest of the whole; that is left to the client. */
    private static Answer stream(BlobAnswer.Body body, Digest digest) {
        var content = body.status() == OK ? VerifiedContent.of(body.content(), digest, body.length()) : body.content();
        return new Answer.Stream(
                digest, body.status(), body.length(), body.contentRange().orElse(null), content);
    }

    static OciException unknown(ImageReference image, BlobCall call) {
        return new OciException(
                OciErrorCode.BLOB_UNKNOWN, "blob '%s' not found in '%s'".formatted(call.digest(), image.name()));
    }
}
