package io.wave.proxy.image;

import io.wave.image.ImageReference;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The repositories that builds of many requests push to, as request-api has them: a token for an image in one of them
 * serves that image alone.
 *
 * @param repo repository of built images when a request names none
 * @param cache repository of layer caches when a request names none and builds into {@code repo}
 * @param publicRepo repository of frozen images of packages when a request names none; a registry alone is completed
 */
@ConfigurationProperties("wave.build")
record BuildRepositories(
        @Nullable String repo,
        @Nullable String cache,
        @Nullable String publicRepo) {

    /** Those that are configured, by their full names. */
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
