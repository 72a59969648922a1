package io.wave.api.access;

import io.wave.api.image.ImageLookup;
import io.wave.api.image.ImageLookupService;
import io.wave.api.web.problem.ApiException;
import io.wave.image.Digest;
import io.wave.image.ImageReference;
import io.wave.registry.config.TenantCredentials;
import io.wave.token.RequestRecord;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What one caller may read, asked for one field of a request. Each image is looked up once, and only so many are. */
final class AccessCheck {

    /** Of other registries. */
    private static final int MAX_RESTRICTED = 20;
    /** Of repositories that callers share. */
    private static final int MAX_LOOKUPS = 100;

    /** What BuildKit and buildah store in repositories for layer caches: layers of all builds of a user. */
    private static final Pattern CACHE =
            Pattern.compile(".+:buildkit-[0-9a-f]{32}(?:@.*)?|.+/[0-9a-f]{32}:[0-9a-f]{64}(?:@.*)?");

    private final String field;
    private final String tenant;
    private final TenantCredentials credentials;
    private final ImageLookupService lookups;
    private final MadeImages made;
    private final Map<ImageReference, ImageLookup> known = new HashMap<>();
    private final Set<ImageReference> sources = new LinkedHashSet<>();

    AccessCheck(
            String field, String tenant, TenantCredentials credentials, ImageLookupService lookups, MadeImages made) {
        this.field = field;
        this.tenant = tenant;
        this.credentials = credentials;
        this.lookups = lookups;
        this.made = made;
    }

    /** An image that has not been looked up. */
    void require(ImageReference image) {
        if (isShared(image)) {
            require(image, lookUp(image).digest().orElseThrow(() -> missing(image)));
        } else if (isReadable(image)) {
            sources.add(image);
        } else {
            throw missing(image);
        }
    }

    /** An image that has just been looked up with the credentials of the caller. */
    void require(ImageReference image, Digest digest) {
        sources.addAll(readable(image, digest).orElseThrow(() -> refused(image)));
    }

    /** Whether the caller may read an image with a digest. */
    boolean allows(ImageReference image) {
        return isShared(image)
                ? image.pinned().flatMap(digest -> readable(image, digest)).isPresent()
                : isReadable(image);
    }

    /** Whether the caller may read all of these images, none of which was made here. */
    boolean areReadable(Set<ImageReference> images) {
        return images.stream().allMatch(this::isReadable);
    }

    /** What an image is made from; empty if the caller may not read it. */
    private Optional<Set<ImageReference>> readable(ImageReference image, Digest digest) {
        if (!isShared(image)) {
            return Optional.of(Set.of(image));
        }
        if (isLayerCache(image) || CACHE.matcher(image.withoutRegistry()).matches()) {
            return Optional.empty();
        }
        List<Set<ImageReference>> ways = made.succeeded(digest);
        return ways.isEmpty()
                ? attempted(image, digest)
                : ways.stream().filter(this::areReadable).findFirst();
    }

    /** For an image of which no success is known: one that was not made here, or by a job whose success was not recorded. */
    private Optional<Set<ImageReference>> attempted(ImageReference image, Digest digest) {
        boolean tagged = image.pinned().isEmpty();
        List<Set<ImageReference>> ways = made.attempted(tagged ? image.toString() : "", digest);
        if (ways.isEmpty()) {
            return tagged || !made.hasRestricted(image.repository()) ? Optional.of(Set.of(image)) : Optional.empty();
        }
        Set<ImageReference> all = ways.stream().flatMap(Set::stream).collect(Collectors.toSet());
        return Optional.of(all).filter(this::areReadable);
    }

    private boolean isReadable(ImageReference image) {
        return !isRestricted(image) || lookUp(image).digest().isPresent();
    }

    private ImageLookup lookUp(ImageReference image) {
        ImageLookup present = known.get(image);
        if (present != null) {
            return present;
        }
        int limit = isRestricted(image) ? MAX_RESTRICTED : MAX_LOOKUPS;
        if (known.keySet().stream()
                        .filter(other -> isRestricted(other) == isRestricted(image))
                        .count()
                == limit) {
            throw ApiException.invalid(
                    field, "must not use more than %d images that need credentials".formatted(limit));
        }
        ImageLookup found = lookups.lookUp(field, image, tenant);
        known.put(image, found);
        return found;
    }

    /** What was required. Images that callers differ for are looked up again, as a caller without a name. */
    ImageSources sources() {
        return new ImageSources(
                sources,
                sources.stream()
                        .filter(image -> isRestricted(image) && !isPublic(image))
                        .collect(Collectors.toSet()));
    }

    /** Whether callers without a name read the same image. A registry that does not say so restricts it. */
    private boolean isPublic(ImageReference image) {
        if (tenant.equals(RequestRecord.ANONYMOUS)) {
            return true;
        }
        if (credentials.isShared(RequestRecord.ANONYMOUS, image.registry(), image.repository())) {
            return false;
        }
        try {
            Optional<Digest> open =
                    lookups.lookUp(field, image, RequestRecord.ANONYMOUS).digest();
            return open.isPresent() && open.equals(lookUp(image).digest());
        } catch (ApiException unknown) {
            return false;
        }
    }

    boolean isShared(ImageReference image) {
        return credentials.isShared(tenant, image.registry(), image.repository());
    }

    boolean isLayerCache(ImageReference image) {
        return credentials.isLayerCache(image.registry(), image.repository());
    }

    boolean isRestricted(ImageReference image) {
        return credentials.differByTenant(image.registry(), image.repository());
    }

    private ApiException missing(ImageReference image) {
        return ApiException.invalid(
                field,
                "base image '%s' does not exist, or access is denied; use an API token with credentials for '%s'"
                        .formatted(image, image.registry()));
    }

    private ApiException refused(ImageReference image) {
        return ApiException.invalid(
                field,
                "access denied: '%s' was made from images that your credentials cannot read, or it is not known from which; use an API token that can read them"
                        .formatted(image));
    }
}
