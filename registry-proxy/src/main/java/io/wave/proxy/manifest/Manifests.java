package io.wave.proxy.manifest;

import io.wave.augment.Content;
import io.wave.augment.derive.Derivation;
import io.wave.augment.derive.DerivationKey;
import io.wave.augment.derive.Deriver;
import io.wave.container.ContainerConfig;
import io.wave.image.Digest;
import io.wave.image.ImageReference;
import io.wave.image.Tag;
import io.wave.oci.OciErrorCode;
import io.wave.proxy.cache.Derivations;
import io.wave.registry.RegistryException;
import io.wave.token.RequestRecord;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The manifests, and the configurations that go with them, of the image behind a token. */
public final class Manifests {

    private final Sources sources;
    private final Deriver deriver;
    private final Derivations derivations;
    private final Clock clock;

    Manifests(Sources sources, Deriver deriver, Derivations derivations, Clock clock) {
        this.sources = sources;
        this.deriver = deriver;
        this.derivations = derivations;
        this.clock = clock;
    }

    /**
     * The manifest of a tag, with what the request lays over it.
     *
     * @param ready the digest of the image, where the wait for it said so
     */
    public Mono<Content> byTag(RequestRecord request, Tag tag, Optional<Digest> ready) {
        return sources.of(request, tag, ready)
                .flatMap(source -> derivation(request, source))
                .map(Derivation::rootContent);
    }

    /** The manifest of a digest: one that was made for the token, else as the source registry has it. */
    public Mono<Content> byDigest(RequestRecord request, Digest digest) {
        return derived(request, digest)
                .switchIfEmpty(Mono.defer(() -> untouched(request, digest)))
                .onErrorResume(
                        Manifests::isUnknown,
                        unknown -> derivedForOtherTags(request, digest).switchIfEmpty(Mono.error(unknown)));
    }

    /** The manifest or configuration of this digest that was made for the request; made again where it was lost. */
    public Mono<Content> derived(RequestRecord request, Digest digest) {
        return find(request, Flux.defer(() -> sources.ofOwnTag(request)), digest);
    }

    /** The same for further tags of the image that were pulled under the token: rare, and not known without Redis. */
    public Mono<Content> derivedForOtherTags(RequestRecord request, Digest digest) {
        return find(request, sources.ofOtherTags(request), digest);
    }

    private Mono<Content> find(RequestRecord request, Flux<ImageReference> from, Digest digest) {
        if (config(request).isEmpty()) {
            return Mono.empty();
        }
        return from.concatMap(source -> derivation(request, source), 1)
                .flatMap(derivation -> Mono.justOrEmpty(derivation.find(digest)))
                .next();
    }

    private static boolean isUnknown(Throwable error) {
        return error instanceof RegistryException known && known.code() == OciErrorCode.MANIFEST_UNKNOWN;
    }

    private Mono<Derivation> derivation(RequestRecord request, ImageReference source) {
        return get(request, new DerivationKey(request.tenant(), source, request.platform(), config(request)));
    }

    /** What the request's own image stands for, by digest; empty where nobody knows yet. */
    Mono<ImageReference> source(RequestRecord request) {
        return sources.ofOwnTag(request)
                .map(source -> request.image().at(source.pinned().orElseThrow()));
    }

    /** The manifest of a digest as the source registry has it. */
    Mono<Content> untouched(RequestRecord request, Digest digest) {
        ImageReference source = request.image().at(digest);
        return get(request, DerivationKey.untouched(request.tenant(), source)).map(Derivation::rootContent);
    }

    private Mono<Derivation> get(RequestRecord request, DerivationKey key) {
        Duration remaining = Duration.between(clock.instant(), request.expiresAt());
        return derivations.get(key, remaining, Mono.defer(() -> deriver.derive(key)));
    }

    private static ContainerConfig config(RequestRecord request) {
        return Objects.requireNonNullElse(request.config(), ContainerConfig.EMPTY);
    }
}
