package io.wave.api.access;

import io.wave.api.web.problem.ApiException;
import io.wave.image.ImageReference;
import io.wave.registry.config.TenantCredentials;
import java.util.Arrays;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Where images and layer caches are stored in repositories that callers share. A push skips what is in the repository already. So
 * whatever is made from images that not all callers can read has a repository of its {@linkplain AccessScope scope} below the
 * one that was requested, and no request can name such a repository.
 */
@Component
public class ScopedRepositories {

    private final TenantCredentials credentials;

    public ScopedRepositories(TenantCredentials credentials) {
        this.credentials = credentials;
    }

    /**
     * The path below a repository at which an image or layer cache is stored.
     *
     * @param field the field that names the repository, for error messages
     * @return a single path component; empty for the repository itself
     * @throws ApiException 400 if the repository is that of another scope
     */
    public Optional<String> below(String field, String registry, String repository, ImageSources sources) {
        if (!credentials.mayBeShared(registry, repository)) {
            return Optional.empty();
        }
        Optional<String> own = sources.scope().map(AccessScope::component);
        String[] path = repository.split("/");
        requireNoOther(field, path, own);
        return own.filter(component -> !Arrays.asList(path).contains(component));
    }

    /**
     * Checks the repository of an image whose name has been completed, for example by the name of a package.
     *
     * @param field the field that names the repository, for error messages
     * @throws ApiException 400 if the repository is that of another scope
     */
    public void require(String field, ImageReference image, ImageSources sources) {
        if (credentials.mayBeShared(image.registry(), image.repository())) {
            requireNoOther(field, image.repository().split("/"), sources.scope().map(AccessScope::component));
        }
    }

    private static void requireNoOther(String field, String[] path, Optional<String> own) {
        Arrays.stream(path)
                .filter(AccessScope::isComponent)
                .filter(component -> !own.equals(Optional.of(component)))
                .findFirst()
                .ifPresent(other -> {
                    throw ApiException.invalid(
                            field,
                            "must not contain '%s': the service adds it for images that not all callers can read"
                                    .formatted(other));
                });
    }
}
