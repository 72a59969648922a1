package io.wave.proxy.image;

import io.wave.image.Digest;
import io.wave.image.ImageReference;
import io.wave.image.Tag;
import io.wave.proxy.cache.CredentialHashes;
import io.wave.proxy.cache.Flights;
import io.wave.registry.BlobHead;
import io.wave.registry.ManifestContent;
import io.wave.registry.RegistryAccess;
import io.wave.registry.RegistryClient;
import io.wave.registry.ResolvedManifest;
import io.wave.registry.TagPage;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import reactor.core.publisher.Mono;

/**
 * Small questions to registries. Equal ones that are asked at the same time go out once, whichever replica gets them; what
 * was answered is kept for nobody who asks later. Those of other tenants, or with other credentials, are not equal.
 */
public final class Lookups {

    /** What is longer goes to those who wait on the same replica only. */
    private static final int MAX_SHARED_LENGTH = 256 * 1024;

    private final RegistryClient registries;
    private final CredentialHashes credentials;
    private final Flights<ResolvedManifest> tags;
    private final Flights<BlobHead> heads;
    private final Flights<TagPage> pages;
    private final Flights<ManifestContent> referrers;

    Lookups(RegistryClient registries, CredentialHashes credentials, ReactiveStringRedisTemplate redis) {
        this.registries = registries;
        this.credentials = credentials;
        this.tags = new Flights<>(redis, ResolvedManifest.class, MAX_SHARED_LENGTH);
        this.heads = new Flights<>(redis, BlobHead.class, MAX_SHARED_LENGTH);
        this.pages = new Flights<>(redis, TagPage.class, MAX_SHARED_LENGTH);
        this.referrers = new Flights<>(redis, ManifestContent.class, MAX_SHARED_LENGTH);
    }

    /** What a tag stands for at this moment; empty if the registry does not have it. */
    public Mono<ResolvedManifest> resolve(ImageReference image, Tag tag, RegistryAccess access) {
        ImageReference tagged = image.at(tag);
        return tags.share(name("tag", tagged, access, tag), registries.resolve(tagged, access));
    }

    /** Whether the image's repository has a blob, and how long it is. */
    public Mono<BlobHead> headBlob(ImageReference image, Digest digest, RegistryAccess access) {
        return heads.share(
                name("head", image, access, digest),
                registries.headBlob(image.registry(), image.repository(), digest, access));
    }

    /** A page of the repository's tags, as {@link RegistryClient#tags} gives it. */
    public Mono<TagPage> tags(ImageReference image, @Nullable Integer n, @Nullable String last, RegistryAccess access) {
        return pages.share(
                name("tags", image, access, n, last),
                registries.tags(image.registry(), image.repository(), n, last, access));
    }

    /** What refers to an image of the repository, as {@link RegistryClient#referrers} gives it. */
    public Mono<ManifestContent> referrers(
            ImageReference image, Digest subject, @Nullable String artifactType, RegistryAccess access) {
        return referrers.share(
                name("referrers", image, access, subject, artifactType),
                registries.referrers(image.registry(), image.repository(), subject, artifactType, access));
    }

    /** What was asked, as a name of bounded length. */
    private String name(String kind, ImageReference image, RegistryAccess access, @Nullable Object... asked) {
        StringBuilder all = new StringBuilder(image.name()).append('\n').append(credentials.of(image));
        for (Object part : asked) {
            all.append('\n').append(part == null ? "" : "=" + part);
        }
        return kind + ":" + access.tenant() + ":"
                + Digest.of(all.toString().getBytes(StandardCharsets.UTF_8)).hex();
    }
}
