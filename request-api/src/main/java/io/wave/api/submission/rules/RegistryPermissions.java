package io.wave.api.submission.rules;

import io.wave.api.submission.request.CommonParameters;
import io.wave.api.web.problem.ApiException;
import io.wave.image.ImageReference;
import io.wave.registry.config.TenantCredentials;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Which repositories callers may push to with which credentials. */
@Component
public class RegistryPermissions {

    private final TenantCredentials credentials;

    RegistryPermissions(TenantCredentials credentials) {
        this.credentials = credentials;
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
}
