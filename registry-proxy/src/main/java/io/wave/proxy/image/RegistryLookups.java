package io.wave.proxy.image;

import io.wave.documents.KnownTags;
import io.wave.documents.TagDigest;
import io.wave.image.Digest;
import io.wave.image.ImageReference;
import io.wave.image.Tag;
import io.wave.oci.OciErrorCode;
import io.wave.proxy.cache.TwoLevelSingleFlight;
import io.wave.registry.RegistryClient;
import io.wave.registry.access.RegistryAccess;
import io.wave.registry.blob.BlobHead;
import io.wave.registry.blob.BlobResponse;
import io.wave.registry.config.CredentialHashes;
import io.wave.registry.error.RegistryException;
import io.wave.registry.manifest.ManifestContent;
import io.wave.registry.manifest.ResolvedManifest;
import io.wave.registry.manifest.TagPage;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import reactor.core.publisher.Mono;

/**
 * Small lookups in registries. Equal ones that are requested at the same time are sent once, on whatever replicas;
 * nothing is kept for later requests. Lookups of other tenants, or with other credentials, are not equal.
 */
public final class RegistryLookups {

    /** Longer results are shared on the same replica only. */
    private static final int MAX_SHARED_LENGTH = 256 * 1024;

    private static final String FIRST_BYTE = "bytes=0-0";

    private final RegistryClient registries;
    private final KnownTags known;
    private final CredentialHashes credentials;
    private final TwoLevelSingleFlight<ResolvedManifest> tags;
    private final TwoLevelSingleFlight<Boolean> served;
    private final TwoLevelSingleFlight<BlobHead> heads;
    private final TwoLevelSingleFlight<TagPage> pages;
    private final TwoLevelSingleFlight<ManifestContent> referrers;

    RegistryLookups(
            RegistryClient registries,
            KnownTags known,
            CredentialHashes credentials,
            ReactiveStringRedisTemplate redis) {
        this.registries = registries;
        this.known = known;
        this.credentials = credentials;
        this.tags = new TwoLevelSingleFlight<>(redis, ResolvedManifest.class, MAX_SHARED_LENGTH);
        this.served = new TwoLevelSingleFlight<>(redis, Boolean.class, MAX_SHARED_LENGTH);
        this.heads = new TwoLevelSingleFlight<>(redis, BlobHead.class, MAX_SHARED_LENGTH);
        this.pages = new TwoLevelSingleFlight<>(redis, TagPage.class, MAX_SHARED_LENGTH);
        this.referrers = new TwoLevelSingleFlight<>(redis, ManifestContent.class, MAX_SHARED_LENGTH);
    }

    /**
     * The digest of a tag; empty if the registry does not have it. See {@link KnownTags} for what is used if it cannot be asked.
     *
     * @param mustBeCurrent whether only what the registry says now is of use
     */
    public Mono<TagDigest> resolve(ImageReference image, Tag tag, RegistryAccess access, boolean mustBeCurrent) {
        ImageReference tagged = image.at(tag);
        return known.resolve(
                tagged,
                access,
                mustBeCurrent,
                tags.share(name("tag", tagged, access, tag), registries.resolve(tagged, access)));
    }

    /** Whether the registry serves a blob now, or redirects to it; empty if the repository does not have it. */
    public Mono<Boolean> servesBlob(ImageReference image, Digest digest, RegistryAccess access) {
        return served.share(
                name("served", image, access, digest),
                registries
                        .blob(image.registry(), image.repository(), digest, FIRST_BYTE, access)
                        .map(found -> {
                            if (found instanceof BlobResponse.Body body) {
                                body.close();
                            }
                            return true;
                        })
                        // An empty blob has no first byte.
                        .onErrorResume(RegistryLookups::isRangeNotSatisfiable, _ -> Mono.just(true)));
    }

    /** Whether a blob has no such part. */
    public static boolean isRangeNotSatisfiable(Throwable error) {
        return error instanceof RegistryException known && known.code() == OciErrorCode.RANGE_INVALID;
    }

    /** The length of a blob; empty if the repository does not have it. */
    public Mono<BlobHead> headBlob(ImageReference image, Digest digest, RegistryAccess access) {
        return heads.share(
                name("head", image, access, digest),
                registries.headBlob(image.registry(), image.repository(), digest, access));
    }

    /** A page of the repository's tags, see {@link RegistryClient#tags}. */
    public Mono<TagPage> tags(ImageReference image, @Nullable Integer n, @Nullable String last, RegistryAccess access) {
        return pages.share(
                name("tags", image, access, n, last),
                registries.tags(image.registry(), image.repository(), n, last, access));
    }

    /** The manifests that refer to a manifest of the repository, see {@link RegistryClient#referrers}. */
    public Mono<ManifestContent> referrers(
            ImageReference image, Digest subject, @Nullable String artifactType, RegistryAccess access) {
        return referrers.share(
                name("referrers", image, access, subject, artifactType),
                registries.referrers(image.registry(), image.repository(), subject, artifactType, access));
    }

    /** A key of bounded length that identifies the lookup. */
    private String name(String kind, ImageReference image, RegistryAccess access, @Nullable Object... asked) {
        StringBuilder all = new StringBuilder(image.name()).append('\n').append(credentials.of(access.tenant(), image));
        for (Object part : asked) {
            all.append('\n').append(part == null ? "" : "=" + part);
        }
        return kind + ":" + access.tenant() + ":"
                + Digest.of(all.toString().getBytes(StandardCharsets.UTF_8)).hex();
    }
}
