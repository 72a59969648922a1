package io.wave.proxy.image;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.wave.augment.Content;
import io.wave.image.Digest;
import io.wave.image.ImageReference;
import io.wave.image.Reference;
import io.wave.image.Tag;
import io.wave.oci.OciErrorCode;
import io.wave.proxy.cache.SingleFlight;
import io.wave.proxy.image.Manifests.Kind;
import io.wave.proxy.response.OciException;
import io.wave.registry.ManifestContent;
import io.wave.registry.RegistryAccess;
import io.wave.registry.RegistryClient;
import io.wave.registry.RegistryException;
import io.wave.token.RequestRecord;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * What belongs to the image of a token whose repository holds images of others too: its tag, its manifests, their
 * configurations and layers, and what is attached to them. Such a token serves nothing else.
 */
public final class OwnImage {

    /** Digests that are remembered, of all images together. */
    private static final long MOST_DIGESTS = 50_000;

    /** What is attached to an image may become more. */
    private static final Duration ATTACHED_FOR = Duration.ofSeconds(30);

    private static final int MOST_ATTACHED = 32;
    private static final int READ_AT_ONCE = 4;

    private final Manifests manifests;
    private final RegistryClient registries;
    private final List<String> sharedRepositories;
    private final Cache<Key, ImageParts> parts = remembered().build();
    private final Cache<Key, ImageParts> attached =
            remembered().expireAfterWrite(ATTACHED_FOR).build();
    private final SingleFlight<Key, ImageParts> reading = new SingleFlight<>();
    private final SingleFlight<Key, ImageParts> readingAttached = new SingleFlight<>();

    /** @param sharedRepositories repositories whose images belong to many requests, and what lies below them */
    OwnImage(Manifests manifests, RegistryClient registries, List<String> sharedRepositories) {
        this.manifests = manifests;
        this.registries = registries;
        this.sharedRepositories = List.copyOf(sharedRepositories);
    }

    /** Whether the token serves its own image alone. */
    public boolean isAlone(RequestRecord request) {
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

    /** Whether the token serves what this names as far as the name tells: another tag of the repository it may not. */
    public boolean mayServe(RequestRecord request, Reference reference) {
        return !(reference instanceof Tag tag) || tag.equals(request.image().tag()) || !isAlone(request);
    }

    /** Whether the manifest is one of the image, or attached to one of them. */
    public Mono<Boolean> hasManifest(RequestRecord request, Digest digest) {
        if (!isAlone(request)) {
            return Mono.just(true);
        }
        return parts(request)
                .flatMap(own -> own.manifests().contains(digest)
                        ? Mono.just(true)
                        : links(request, digest)
                                .map(links -> links.subject() != null
                                        && own.manifests().contains(links.subject())))
                .defaultIfEmpty(false);
    }

    /** Whether it is a configuration or layer of the image, or of what is attached to it. */
    public Mono<Boolean> hasBlob(RequestRecord request, Digest digest) {
        if (!isAlone(request)) {
            return Mono.just(true);
        }
        return parts(request)
                .flatMap(own -> own.blobs().contains(digest)
                        ? Mono.just(true)
                        : attached(request, own).map(others -> others.blobs().contains(digest)))
                .defaultIfEmpty(false);
    }

    /** The manifest of a digest, as far as the token serves it. */
    public Mono<Content> manifest(RequestRecord request, Digest digest) {
        if (!isAlone(request)) {
            return manifests.byDigest(request, digest);
        }
        return manifests
                .derived(request, digest, Kind.MANIFEST)
                .switchIfEmpty(Mono.defer(() -> hasManifest(request, digest)
                        .flatMap(own ->
                                own ? manifests.untouched(request, digest) : Mono.error(unknown(request, digest)))));
    }

    /** What is wrong with a manifest that the token does not serve. */
    public static OciException unknown(RequestRecord request, Reference reference) {
        return new OciException(
                OciErrorCode.MANIFEST_UNKNOWN,
                "image '%s' not found".formatted(request.image().at(reference)));
    }

    /** Whether the registry does not have what was asked for. */
    public static boolean isUnknown(Throwable error) {
        return error instanceof RegistryException known && known.code() == OciErrorCode.MANIFEST_UNKNOWN;
    }

    /** The parts of the image; empty while nobody knows what it stands for. */
    private Mono<ImageParts> parts(RequestRecord request) {
        return manifests.source(request).flatMap(source -> {
            Key key = new Key(request.tenant(), source);
            ImageParts known = parts.getIfPresent(key);
            return known != null
                    ? Mono.just(known)
                    : reading.share(
                            key,
                            Mono.defer(() -> ImageParts.read(key.digest(), digest -> links(request, digest)))
                                    .doOnNext(read -> parts.put(key, read)));
        });
    }

    private Mono<ImageParts> attached(RequestRecord request, ImageParts own) {
        return manifests.source(request).flatMap(source -> {
            Key key = new Key(request.tenant(), source);
            ImageParts known = attached.getIfPresent(key);
            return known != null
                    ? Mono.just(known)
                    : readingAttached.share(
                            key,
                            Mono.defer(() -> readAttached(request, own)).doOnNext(read -> attached.put(key, read)));
        });
    }

    private Mono<ImageParts> readAttached(RequestRecord request, ImageParts own) {
        ImageReference image = request.image();
        RegistryAccess access = new RegistryAccess(request.tenant());
        return Flux.fromIterable(own.manifests())
                .take(MOST_ATTACHED)
                .flatMap(
                        subject -> registries
                                .referrers(image.registry(), image.repository(), subject, null, access)
                                .map(ManifestContent::bytes)
                                .map(Links::of),
                        READ_AT_ONCE)
                .flatMapIterable(Links::manifests)
                .take(MOST_ATTACHED)
                .flatMap(
                        digest -> links(request, digest)
                                .map(links -> new ImageParts(Set.of(digest), links.blobs()))
                                .onErrorResume(RegistryException.class, _ -> Mono.empty()),
                        READ_AT_ONCE)
                .reduce(ImageParts.NONE, ImageParts::and);
    }

    private Mono<Links> links(RequestRecord request, Digest digest) {
        return manifests.untouched(request, digest).map(content -> Links.of(content.bytes()));
    }

    private static Caffeine<Key, ImageParts> remembered() {
        return Caffeine.newBuilder()
                .maximumWeight(MOST_DIGESTS)
                .weigher((_, parts) ->
                        1 + parts.manifests().size() + parts.blobs().size());
    }

    private record Key(String tenant, ImageReference source) {
        Digest digest() {
            return source.pinned().orElseThrow();
        }
    }
}
