package io.wave.proxy.image;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.wave.augment.manifest.Content;
import io.wave.image.Digest;
import io.wave.image.ImageReference;
import io.wave.image.Reference;
import io.wave.image.Tag;
import io.wave.oci.OciErrorCode;
import io.wave.proxy.image.Manifests.Kind;
import io.wave.proxy.response.OciException;
import io.wave.registry.access.RegistryAccess;
import io.wave.registry.error.RegistryException;
import io.wave.registry.flight.SingleFlight;
import io.wave.registry.manifest.ManifestContent;
import io.wave.token.RequestRecord;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Decides what a token may serve of a repository that holds images of other requests too: the image's own tag, its
 * manifests, their configurations and layers, and what is attached to them.
 */
public final class TokenScope {

    /** Maximum number of cached digests of all images together. */
    private static final long MAX_DIGESTS = 50_000;

    /** More may be attached to an image at any time. */
    private static final Duration ATTACHED_TIME_TO_LIVE = Duration.ofSeconds(30);

    private static final int MAX_ATTACHED = 32;
    private static final int MAX_CONCURRENT_READS = 4;

    private final Manifests manifests;
    private final RegistryLookups lookups;
    private final List<String> sharedRepositories;
    private final Cache<Key, ImageContents> contents = cacheBuilder().build();
    private final Cache<Key, ImageContents> attached =
            cacheBuilder().expireAfterWrite(ATTACHED_TIME_TO_LIVE).build();
    private final SingleFlight<Key, ImageContents> reading = new SingleFlight<>();
    private final SingleFlight<Key, ImageContents> readingAttached = new SingleFlight<>();

    /** @param sharedRepositories repositories, including those below them, whose images belong to many requests */
    TokenScope(Manifests manifests, RegistryLookups lookups, List<String> sharedRepositories) {
        this.manifests = manifests;
        this.lookups = lookups;
        this.sharedRepositories = List.copyOf(sharedRepositories);
    }

    /** Whether the token serves a single image only. */
    public boolean isSingleImage(RequestRecord request) {
        return request.isForOneImage() || isShared(request.image().name());
    }

    private boolean isShared(String repository) {
        for (String shared : sharedRepositories) {
            if (repository.startsWith(shared)
                    && (repository.length() == shared.length() || repository.charAt(shared.length()) == '/')) {
                return true;
            }
        }
        return false;
    }

    /** Whether the token may serve this reference, as far as the name tells: not for another tag of the repository. */
    public boolean allows(RequestRecord request, Reference reference) {
        return !(reference instanceof Tag tag) || tag.equals(request.image().tag()) || !isSingleImage(request);
    }

    /** Whether the manifest belongs to the image, or is attached to it. */
    public Mono<Boolean> hasManifest(RequestRecord request, Digest digest) {
        if (!isSingleImage(request)) {
            return Mono.just(true);
        }
        return contents(request)
                .flatMap(contents -> contents.manifests().contains(digest)
                        ? Mono.just(true)
                        : references(request, digest)
                                .map(references -> references.subject() != null
                                        && contents.manifests().contains(references.subject())))
                .defaultIfEmpty(false);
    }

    /** Whether the blob is a configuration or layer of the image, or of something attached to it. */
    public Mono<Boolean> hasBlob(RequestRecord request, Digest digest) {
        if (!isSingleImage(request)) {
            return Mono.just(true);
        }
        return contents(request)
                .flatMap(contents -> contents.blobs().contains(digest)
                        ? Mono.just(true)
                        : attached(request, contents)
                                .map(others -> others.blobs().contains(digest)))
                .defaultIfEmpty(false);
    }

    /** The manifest of a digest, if the token may serve it. */
    public Mono<Content> manifest(RequestRecord request, Digest digest) {
        if (!isSingleImage(request)) {
            return manifests.byDigest(request, digest);
        }
        return manifests
                .derived(request, digest, Kind.MANIFEST)
                .switchIfEmpty(Mono.defer(() -> hasManifest(request, digest)
                        .flatMap(allowed -> allowed
                                ? manifests.original(request, digest)
                                : Mono.error(notFound(request, digest)))));
    }

    /** The error for a manifest that the token does not serve. */
    public static OciException notFound(RequestRecord request, Reference reference) {
        return new OciException(
                OciErrorCode.MANIFEST_UNKNOWN,
                "image '%s' not found".formatted(request.image().at(reference)));
    }

    /** The contents of the image; empty while its digest is unknown. */
    private Mono<ImageContents> contents(RequestRecord request) {
        return manifests.source(request).flatMap(source -> {
            Key key = new Key(request.tenant(), source);
            ImageContents known = contents.getIfPresent(key);
            return known != null
                    ? Mono.just(known)
                    : reading.share(
                            key,
                            Mono.defer(() -> ImageContents.read(key.digest(), digest -> references(request, digest)))
                                    .doOnNext(read -> contents.put(key, read)));
        });
    }

    private Mono<ImageContents> attached(RequestRecord request, ImageContents contents) {
        return manifests.source(request).flatMap(source -> {
            Key key = new Key(request.tenant(), source);
            ImageContents known = attached.getIfPresent(key);
            return known != null
                    ? Mono.just(known)
                    : readingAttached.share(
                            key,
                            Mono.defer(() -> readAttached(request, contents))
                                    .doOnNext(read -> attached.put(key, read)));
        });
    }

    private Mono<ImageContents> readAttached(RequestRecord request, ImageContents contents) {
        ImageReference image = request.image();
        RegistryAccess access = new RegistryAccess(request.tenant());
        return Flux.fromIterable(contents.manifests())
                .take(MAX_ATTACHED)
                .flatMap(
                        subject -> lookups.referrers(image, subject, null, access)
                                .map(ManifestContent::bytes)
                                .map(ManifestReferences::of),
                        MAX_CONCURRENT_READS)
                .flatMapIterable(ManifestReferences::manifests)
                .take(MAX_ATTACHED)
                .flatMap(
                        digest -> references(request, digest)
                                .map(references -> new ImageContents(Set.of(digest), references.blobs()))
                                .onErrorResume(RegistryException.class, _ -> Mono.empty()),
                        MAX_CONCURRENT_READS)
                .reduce(ImageContents.NONE, ImageContents::merge);
    }

    private Mono<ManifestReferences> references(RequestRecord request, Digest digest) {
        return manifests.original(request, digest).map(content -> ManifestReferences.of(content.bytes()));
    }

    private static Caffeine<Key, ImageContents> cacheBuilder() {
        return Caffeine.newBuilder()
                .maximumWeight(MAX_DIGESTS)
                .weigher((_, contents) ->
                        1 + contents.manifests().size() + contents.blobs().size());
    }

    private record Key(String tenant, ImageReference source) {
        Digest digest() {
            return source.pinned().orElseThrow();
        }
    }
}
