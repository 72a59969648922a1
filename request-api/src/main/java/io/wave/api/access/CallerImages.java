package io.wave.api.access;

import io.wave.api.image.ImageLookup;
import io.wave.api.image.ImageLookupService;
import io.wave.api.web.problem.ApiException;
import io.wave.image.Digest;
import io.wave.image.ImageReference;
import io.wave.registry.config.TenantCredentials;
import io.wave.token.RequestRecord;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Images in their registries, as one caller sees them. Each image is looked up once, and only so many are. */
final class CallerImages {

    /** Of other registries. */
    private static final int MAX_RESTRICTED = 20;
    /** Of repositories that callers share. */
    private static final int MAX_LOOKUPS = 100;

    private final String field;
    private final String tenant;
    private final TenantCredentials credentials;
    private final RestrictedRepositories restricted;
    private final ImageLookupService lookups;
    private final PublicImages open;
    private final Map<ImageReference, ImageLookup> known = new HashMap<>();
    private final Map<String, Boolean> knownRestricted = new HashMap<>();

    /** @param field their field in the request, for error messages */
    CallerImages(
            String field,
            String tenant,
            TenantCredentials credentials,
            RestrictedRepositories restricted,
            ImageLookupService lookups,
            PublicImages open) {
        this.field = field;
        this.tenant = tenant;
        this.credentials = credentials;
        this.restricted = restricted;
        this.lookups = lookups;
        this.open = open;
    }

    String tenant() {
        return tenant;
    }

    /** The digest of an image; empty if it does not exist, or the caller may not read it. */
    Optional<Digest> digest(ImageReference image) {
        ImageLookup present = known.get(image);
        if (present == null) {
            requireFew(image);
            present = lookups.lookUp(field, image, tenant);
            known.put(image, present);
        }
        return present.digest();
    }

    private void requireFew(ImageReference image) {
        boolean restricted = isRestricted(image);
        int limit = restricted ? MAX_RESTRICTED : MAX_LOOKUPS;
        long others = known.keySet().stream()
                .filter(other -> isRestricted(other) == restricted)
                .count();
        if (others == limit) {
            throw ApiException.invalid(
                    field, "must not use more than %d images that need credentials".formatted(limit));
        }
    }

    /** Whether callers without a name can read the same image. */
    boolean isPublic(ImageReference image) {
        if (tenant.equals(RequestRecord.ANONYMOUS)) {
            return true;
        }
        if (credentials.isShared(RequestRecord.ANONYMOUS, image.registry(), image.repository())) {
            return false;
        }
        return digest(image)
                .filter(digest -> open.contain(field, image, digest))
                .isPresent();
    }

    boolean isShared(ImageReference image) {
        return credentials.isShared(tenant, image.registry(), image.repository());
    }

    boolean isLayerCache(ImageReference image) {
        return credentials.isLayerCache(image.registry(), image.repository());
    }

    boolean isRestricted(ImageReference image) {
        return knownRestricted.computeIfAbsent(image.name(), _ -> restricted.contain(image));
    }
}
