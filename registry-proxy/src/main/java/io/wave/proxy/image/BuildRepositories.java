package io.wave.proxy.image;

import io.wave.image.ImageReference;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The repositories that builds of all requests push to, as configured for request-api: a token for an image in one of
 * them serves that image only.
 *
 * @param repo default repository of built images
 * @param cache default repository of layer caches of builds into {@code repo}
 * @param publicRepo default repository of frozen images of packages; may be a registry only, which is completed
 */
@ConfigurationProperties("wave.build")
record BuildRepositories(
        @Nullable String repo,
        @Nullable String cache,
        @Nullable String publicRepo) {

    /** Full names of the configured repositories. */
    List<String> names() {
        return Stream.of(repo, cache, publicRepo)
                .filter(Objects::nonNull)
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .map(BuildRepositories::canonical)
                .toList();
    }

    private static String canonical(String name) {
        boolean registryAlone = name.indexOf('/') < 0 && ImageReference.looksLikeRegistry(name);
        return registryAlone ? name : ImageReference.parse(name).name();
    }
}
