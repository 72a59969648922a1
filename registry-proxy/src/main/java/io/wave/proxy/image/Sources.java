package io.wave.proxy.image;

import io.wave.augment.derive.Deriver;
import io.wave.image.Digest;
import io.wave.image.ImageReference;
import io.wave.image.Tag;
import io.wave.proxy.token.Requests;
import io.wave.registry.RegistryAccess;
import io.wave.registry.ResolvedManifest;
import io.wave.token.RequestRecord;
import java.util.Optional;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Which source image a tag stands for under a token: decided once, so that a tag which moves upstream does not change
 * what a running pull sees.
 */
final class Sources {

    private final Lookups lookups;
    private final Requests requests;
    private final TagPins pins;

    Sources(Lookups lookups, Requests requests, TagPins pins) {
        this.lookups = lookups;
        this.requests = requests;
        this.pins = pins;
    }

    /**
     * The source of a tag.
     *
     * @param ready what the wait for the image came to, if it says
     */
    Mono<ImageReference> of(RequestRecord request, Tag tag, Optional<Digest> ready) {
        ImageReference image = request.image();
        if (!tag.equals(image.tag())) {
            return other(request, tag).map(image::at);
        }
        return known(request)
                .map(Mono::just)
                .orElseGet(() -> ready.map(built -> built(request, built))
                        .orElseGet(() -> resolve(request, tag).flatMap(digest -> requests.pin(request, digest))))
                .map(image::at);
    }

    /** The source of the request's own tag; empty where it names none but the digest itself. */
    Mono<ImageReference> ofOwnTag(RequestRecord request) {
        Tag tag = request.image().tag();
        return known(request)
                .map(digest -> Mono.just(request.image().at(digest)))
                .orElseGet(() -> tag == null ? Mono.empty() : of(request, tag, Optional.empty()));
    }

    /** The sources of the other tags that were pulled under the token. */
    Flux<ImageReference> ofOtherTags(RequestRecord request) {
        return pins.all(request).distinct().map(request.image()::at);
    }

    /** Every replica learns the same digest from the build's record: a pull need not wait until it can be reported. */
    private Mono<Digest> built(RequestRecord request, Digest digest) {
        return requests.pin(request, digest).onErrorReturn(digest);
    }

    private static Optional<Digest> known(RequestRecord request) {
        return Optional.ofNullable(request.sourceDigest()).or(request.image()::pinned);
    }

    private Mono<Digest> other(RequestRecord request, Tag tag) {
        return pins.find(request, tag)
                .switchIfEmpty(
                        Mono.defer(() -> resolve(request, tag)).flatMap(digest -> pins.pin(request, tag, digest)));
    }

    private Mono<Digest> resolve(RequestRecord request, Tag tag) {
        ImageReference image = request.image().at(tag);
        return lookups.resolve(request.image(), tag, new RegistryAccess(request.tenant()))
                .map(ResolvedManifest::digest)
                .switchIfEmpty(Mono.error(() -> Deriver.unknown(image)));
    }
}
