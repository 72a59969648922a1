package io.wave.api.access;

import io.wave.api.web.problem.ApiException;
import io.wave.image.ImageReference;
import io.wave.registry.config.TenantCredentials;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
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
     * @throws ApiException 400 if the repository is that of another scope, or the path would be too long
     */
    public Optional<String> below(String field, String registry, String repository, ImageSources sources) {
        if (!credentials.mayBeShared(registry, repository)) {
            return Optional.empty();
        }
        Optional<String> own = sources.scope().map(AccessScope::component);
        String[] path = repository.split("/");
        requireNoOther(field, path, own);
        Optional<String> below = own.filter(component -> !Arrays.asList(path).contains(component));
        below.ifPresent(component -> requireShort(field, repository + "/" + component));
        return below;
    }

    private static void requireShort(String field, String repository) {
        try {
            ImageReference.requireRepository(repository);
        } catch (IllegalArgumentException tooLong) {
            throw ApiException.invalid(
                    field,
                    "must be shorter: the service adds '/%s', since not all callers can read this image, and %s"
                            .formatted(repository.substring(repository.lastIndexOf('/') + 1), tooLong.getMessage()));
        }
    }

    /**
     * The path of an image for the name of its copy: if callers share the registry of the copy, without the components of scopes
     * to which the image did belong, or belongs elsewhere.
     *
     * @param field the field that names the image, for error messages
     * @param target the copy, with the path as it is
     * @param source path of the image
     * @throws ApiException 400 if there is no other component
     */
    public String pathOfCopy(String field, ImageReference target, String source, ImageSources sources) {
        if (!credentials.mayBeShared(target.registry(), target.repository())) {
            return source;
        }
        Optional<String> own = sources.scope().map(AccessScope::component);
        String path = Arrays.stream(source.split("/"))
                .filter(component -> !AccessScope.isComponent(component) || own.equals(Optional.of(component)))
                .collect(Collectors.joining("/"));
        if (path.isEmpty()) {
            requireNoOther(field, source.split("/"), own);
        }
        return path;
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
                            "must not contain '%s', leave it out: the service itself adds what images need that not all callers can read"
                                    .formatted(other));
                });
    }
}
