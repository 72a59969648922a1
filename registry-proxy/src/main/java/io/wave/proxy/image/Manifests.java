package io.wave.proxy.image;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.wave.augment.Content;
import io.wave.augment.derive.Derivation;
import io.wave.augment.derive.DerivationKey;
import io.wave.augment.derive.Deriver;
import io.wave.container.ContainerConfig;
import io.wave.image.Digest;
import io.wave.image.ImageReference;
import io.wave.image.Tag;
import io.wave.oci.MediaTypes;
import io.wave.oci.OciErrorCode;
import io.wave.proxy.cache.Derivations;
import io.wave.proxy.cache.SingleFlight;
import io.wave.registry.RegistryException;
import io.wave.token.ContainerToken;
import io.wave.token.RequestRecord;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The manifests, and the configurations that go with them, of the image behind a token. */
public final class Manifests {

    private static final int PARALLEL_DERIVATIONS = 4;
    private static final int MAX_VAIN_SEARCHES = 10_000;

    private final Sources sources;
    private final Deriver deriver;
    private final Derivations derivations;
    private final SingleFlight<Search, Content> searches = new SingleFlight<>();
    private final Cache<Search, Boolean> vain =
            Caffeine.newBuilder().maximumSize(MAX_VAIN_SEARCHES).build();

    Manifests(Sources sources, Deriver deriver, Derivations derivations) {
        this.sources = sources;
        this.deriver = deriver;
        this.derivations = derivations;
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
        return derived(request, digest, Kind.MANIFEST)
                .switchIfEmpty(Mono.defer(() -> untouched(request, digest)))
                .onErrorResume(
                        Manifests::isUnknown,
                        unknown -> derivedForOtherTags(request, digest, Kind.MANIFEST)
                                .switchIfEmpty(Mono.error(unknown)));
    }

    /** The document of this digest that was made for the request; made again where it was lost. */
    public Mono<Content> derived(RequestRecord request, Digest digest, Kind kind) {
        return find(request, sources.ofOwnTag(request).flux(), digest, kind);
    }

    /**
     * The same for further tags of the image that were pulled under the token: rare, and not known without Redis. What is
     * in none of them is remembered, since what they are made into never changes.
     */
    public Mono<Content> derivedForOtherTags(RequestRecord request, Digest digest, Kind kind) {
        return sources.ofOtherTags(request).collectList().flatMap(images -> searched(request, images, digest, kind));
    }

    /** The two kinds of documents, each with its own route of the registry API. */
    public enum Kind {
        MANIFEST,
        CONFIG;

        boolean covers(Derivation derivation, Content content) {
            boolean isManifest = content.digest().equals(derivation.root())
                    || MediaTypes.isManifest(content.mediaType())
                    || MediaTypes.isIndex(content.mediaType());
            return isManifest == (this == MANIFEST);
        }
    }

    private Mono<Content> searched(RequestRecord request, List<ImageReference> from, Digest digest, Kind kind) {
        Search search = new Search(request.token(), Set.copyOf(from), digest, kind);
        if (from.isEmpty() || vain.getIfPresent(search) != null) {
            return Mono.empty();
        }
        return searches.share(
                search,
                find(request, Flux.fromIterable(from), digest, kind)
                        .switchIfEmpty(Mono.fromRunnable(() -> vain.put(search, Boolean.TRUE))));
    }

    /** An image that cannot be read now hides none of the others. */
    private Mono<Content> find(RequestRecord request, Flux<ImageReference> from, Digest digest, Kind kind) {
        if (config(request).isEmpty()) {
            return Mono.empty();
        }
        return from.flatMapDelayError(
                        source -> derivation(request, source)
                                .flatMap(derivation -> Mono.justOrEmpty(derivation.find(digest))
                                        .filter(content -> kind.covers(derivation, content))),
                        PARALLEL_DERIVATIONS,
                        1)
                .next();
    }

    /** A look through what was made of images under a token; with another image pulled it is another search. */
    private record Search(ContainerToken token, Set<ImageReference> images, Digest digest, Kind kind) {}

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
        return derivations.get(key, request.expiresAt(), Mono.defer(() -> deriver.derive(key)));
    }

    private static ContainerConfig config(RequestRecord request) {
        return Objects.requireNonNullElse(request.config(), ContainerConfig.EMPTY);
    }
}
