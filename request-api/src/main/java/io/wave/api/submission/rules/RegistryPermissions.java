package io.wave.api.submission.rules;

import io.wave.api.image.ImageLookup;
import io.wave.api.image.ImageLookupService;
import io.wave.api.submission.request.CommonParameters;
import io.wave.api.web.problem.ApiException;
import io.wave.image.ImageReference;
import io.wave.registry.config.TenantCredentials;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Which repositories callers may pull from and push to with which credentials. */
@Component
public class RegistryPermissions {

    private static final int MAX_BASES = 20;

    private final TenantCredentials credentials;
    private final ImageLookupService images;

    RegistryPermissions(TenantCredentials credentials, ImageLookupService images) {
        this.credentials = credentials;
        this.images = images;
    }

    /**
     * Checks the repositories that a request pushes to.
     *
     * @param target the image that is built or copied
     * @throws ApiException 400 if the push would use the operator's credentials without permission
     */
    public void requirePush(CommonParameters common, ImageReference target) {
        String tenant = common.caller().tenant();
        if (common.repository() != null) {
            requirePush("buildRepository", tenant, target);
        }
        Optional.ofNullable(common.cache())
                .ifPresent(cache -> requirePush("cacheRepository", tenant, ImageReference.parse(cache.typed())));
    }

    private void requirePush(String field, String tenant, ImageReference target) {
        if (!credentials.canPush(tenant, target.registry(), target.repository())) {
            throw ApiException.invalid(
                    field,
                    ("access denied: pushing to '%s' requires credentials of your own; use an API token that has them, or"
                                    + " another repository")
                            .formatted(target.name()));
        }
    }

    /**
     * Checks that a caller can read base images that others cannot: an image that was built from them may be shared.
     *
     * @throws ApiException 400 if a base image does not exist or the caller may not read it; 503 if its registry is
     *     unavailable
     */
    public void requireBases(CommonParameters common, String field, Set<ImageReference> bases) {
        String tenant = common.caller().tenant();
        List<ImageReference> restricted = bases.stream()
                .filter(base -> credentials.differByTenant(base.registry(), base.repository()))
                .toList();
        if (restricted.size() > MAX_BASES) {
            throw ApiException.invalid(
                    field, "must not use more than %d images that need credentials".formatted(MAX_BASES));
        }
        restricted.forEach(base -> requireReadable(field, base, tenant));
    }

    private void requireReadable(String field, ImageReference base, String tenant) {
        ImageLookup lookup = images.lookUp(field, base, tenant);
        if (lookup.digest().isEmpty()) {
            throw ApiException.invalid(
                    field,
                    "base image '%s' does not exist, or access is denied; use an API token with credentials for '%s'"
                            .formatted(base, base.registry()));
        }
    }
}
