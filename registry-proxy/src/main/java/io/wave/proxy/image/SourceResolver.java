package io.wave.proxy.image;

import io.wave.augment.derive.Deriver;
import io.wave.image.Digest;
import io.wave.image.ImageReference;
import io.wave.image.Tag;
import io.wave.proxy.token.RequestCache;
import io.wave.registry.access.RegistryAccess;
import io.wave.token.RequestRecord;
import java.util.Optional;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Determines the source image of a tag of a token, once, so that a tag that moves in its registry does not change
 * during a pull.
 */
final class SourceResolver {

    private final RegistryLookups lookups;
    private final RequestCache requests;
    private final PinnedTags pins;

    SourceResolver(RegistryLookups lookups, RequestCache requests, PinnedTags pins) {
        this.lookups = lookups;
        this.requests = requests;
        this.pins = pins;
    }

    /**
     * The source of a tag.
     *
     * @param built digest of the image, if the hold has returned it
     */
    Mono<ImageReference> of(RequestRecord request, Tag tag, Optional<Digest> built) {
        ImageReference image = request.image();
        if (!tag.equals(image.tag())) {
            return otherTag(request, tag).map(image::at);
        }
        return pinned(request)
                .map(Mono::just)
                .orElseGet(() -> built.map(digest -> pinBuilt(request, digest))
                        .orElseGet(() -> resolve(request, tag).flatMap(digest -> requests.pin(request, digest))))
                .map(image::at);
    }

    /** The source of the request's own tag; empty if the request names neither a tag nor a digest. */
    Mono<ImageReference> ofOwnTag(RequestRecord request) {
        Tag tag = request.image().tag();
        return pinned(request)
                .map(digest -> Mono.just(request.image().at(digest)))
                .orElseGet(() -> tag == null ? Mono.empty() : of(request, tag, Optional.empty()));
    }

    /** The sources of other tags that were pulled with the token. */
    Flux<ImageReference> ofOtherTags(RequestRecord request) {
        return pins.all(request).distinct().map(request.image()::at);
    }

    /**
     * All replicas get the same digest from the build's record, so that a pull need not wait until it can be pinned.
     */
    private Mono<Digest> pinBuilt(RequestRecord request, Digest digest) {
        return requests.pin(request, digest).onErrorReturn(digest);
    }

    private static Optional<Digest> pinned(RequestRecord request) {
        return Optional.ofNullable(request.sourceDigest()).or(request.image()::pinned);
    }

    private Mono<Digest> otherTag(RequestRecord request, Tag tag) {
        return pins.find(request, tag)
                .switchIfEmpty(
                        Mono.defer(() -> resolve(request, tag)).flatMap(digest -> pins.pin(request, tag, digest)));
    }

    private Mono<Digest> resolve(RequestRecord request, Tag tag) {
        ImageReference image = request.image().at(tag);
        return lookups.resolve(request.image(), tag, new RegistryAccess(request.tenant()), false)
                .map(found -> found.manifest().digest())
                .switchIfEmpty(Mono.error(() -> Deriver.unknown(image)));
    }
}
