package io.wave.proxy.image;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.wave.augment.derive.Derivation;
import io.wave.augment.derive.DerivationKey;
import io.wave.augment.derive.Deriver;
import io.wave.augment.manifest.Content;
import io.wave.container.ContainerConfig;
import io.wave.image.Digest;
import io.wave.image.ImageReference;
import io.wave.image.Tag;
import io.wave.oci.MediaTypes;
import io.wave.oci.OciErrorCode;
import io.wave.proxy.cache.DerivationCache;
import io.wave.registry.error.RegistryException;
import io.wave.registry.flight.SingleFlight;
import io.wave.token.ContainerToken;
import io.wave.token.RequestRecord;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Manifests and image configurations of the image of a token. */
public final class Manifests {

    private static final int PARALLEL_DERIVATIONS = 4;
    private static final int MAX_CACHED_MISSES = 10_000;

    private final SourceResolver sources;
    private final Deriver deriver;
    private final DerivationCache derivations;
    private final SingleFlight<Search, Content> searches = new SingleFlight<>();
    private final Cache<Search, Boolean> misses =
            Caffeine.newBuilder().maximumSize(MAX_CACHED_MISSES).build();

    Manifests(SourceResolver sources, Deriver deriver, DerivationCache derivations) {
        this.sources = sources;
        this.deriver = deriver;
        this.derivations = derivations;
    }

    /**
     * The manifest of a tag, with the configuration and layers of the request.
     *
     * @param built digest of the image, if the hold has returned it
     */
    public Mono<Content> byTag(RequestRecord request, Tag tag, Optional<Digest> built) {
        return sources.of(request, tag, built)
                .flatMap(source -> derivation(request, source))
                .map(Derivation::rootContent);
    }

    /** The manifest of a digest: one derived for the token, otherwise that of the source registry. */
    public Mono<Content> byDigest(RequestRecord request, Digest digest) {
        return derived(request, digest, Kind.MANIFEST)
                .switchIfEmpty(Mono.defer(() -> original(request, digest)))
                .onErrorResume(
                        Manifests::isNotFound,
                        unknown -> derivedForOtherTags(request, digest, Kind.MANIFEST)
                                .switchIfEmpty(Mono.error(unknown)));
    }

    /** The document of this digest that was derived for the request; derived again if it was evicted. */
    public Mono<Content> derived(RequestRecord request, Digest digest, Kind kind) {
        return find(request, sources.ofOwnTag(request).flux(), digest, kind);
    }

    /**
     * The same for other tags that were pulled with the token: rare, and not known without Redis. A digest that none of
     * them has is remembered, since derivations never change.
     */
    public Mono<Content> derivedForOtherTags(RequestRecord request, Digest digest, Kind kind) {
        return sources.ofOtherTags(request).collectList().flatMap(images -> search(request, images, digest, kind));
    }

    /** The two kinds of documents, each with its own route in the registry API. */
    public enum Kind {
        MANIFEST,
        CONFIG;

        boolean matches(Derivation derivation, Content content) {
            boolean isManifest = content.digest().equals(derivation.root())
                    || MediaTypes.isManifest(content.mediaType())
                    || MediaTypes.isIndex(content.mediaType());
            return isManifest == (this == MANIFEST);
        }
    }

    private Mono<Content> search(RequestRecord request, List<ImageReference> from, Digest digest, Kind kind) {
        Search search = new Search(request.token(), Set.copyOf(from), digest, kind);
        if (from.isEmpty() || misses.getIfPresent(search) != null) {
            return Mono.empty();
        }
        return searches.share(
                search,
                find(request, Flux.fromIterable(from), digest, kind)
                        .switchIfEmpty(Mono.fromRunnable(() -> misses.put(search, Boolean.TRUE))));
    }

    /** An image that cannot be read does not hide the others. */
    private Mono<Content> find(RequestRecord request, Flux<ImageReference> from, Digest digest, Kind kind) {
        if (config(request).isEmpty()) {
            return Mono.empty();
        }
        return from.flatMapDelayError(
                        source -> derivation(request, source)
                                .flatMap(derivation -> Mono.justOrEmpty(derivation.find(digest))
                                        .filter(content -> kind.matches(derivation, content))),
                        PARALLEL_DERIVATIONS,
                        1)
                .next();
    }

    /** A search through the derivations of a token; another pulled image makes it a different search. */
    private record Search(ContainerToken token, Set<ImageReference> images, Digest digest, Kind kind) {}

    /** Whether the registry does not have the manifest. */
    public static boolean isNotFound(Throwable error) {
        return error instanceof RegistryException known && known.code() == OciErrorCode.MANIFEST_UNKNOWN;
    }

    private Mono<Derivation> derivation(RequestRecord request, ImageReference source) {
        return get(request, new DerivationKey(request.tenant(), source, request.platform(), config(request)));
    }

    /** The request's own image by digest; empty while its digest is unknown. */
    Mono<ImageReference> source(RequestRecord request) {
        return sources.ofOwnTag(request)
                .map(source -> request.image().at(source.pinned().orElseThrow()));
    }

    /** The unmodified manifest of a digest from the source registry. */
    Mono<Content> original(RequestRecord request, Digest digest) {
        ImageReference source = request.image().at(digest);
        return get(request, DerivationKey.unchanged(request.tenant(), source)).map(Derivation::rootContent);
    }

    private Mono<Derivation> get(RequestRecord request, DerivationKey key) {
        return derivations.get(key, request.expiresAt(), Mono.defer(() -> deriver.derive(key)));
    }

    private static ContainerConfig config(RequestRecord request) {
        return Objects.requireNonNullElse(request.config(), ContainerConfig.EMPTY);
    }
}
