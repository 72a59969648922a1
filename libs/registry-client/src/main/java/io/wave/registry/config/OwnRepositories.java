package io.wave.registry.config;

import io.wave.egress.Destination;
import io.wave.image.ImageReference;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The repositories of this installation; their registries are reached wherever they are.
 *
 * @param repo repository of built images
 * @param cache repository of layer caches
 * @param publicRepo repository of images for everybody
 */
@ConfigurationProperties("wave.build")
public record OwnRepositories(
        @Nullable String repo,
        @Nullable String cache,
        @Nullable String publicRepo) {

    public Stream<Destination> destinations(RegistriesProperties registries) {
        return Stream.of(Optional.ofNullable(repo), Optional.ofNullable(cache), Optional.ofNullable(publicRepo))
                .flatMap(Optional::stream)
                .map(OwnRepositories::registry)
                .flatMap(Optional::stream)
                .map(registry ->
                        Destination.of(registries.endpoint(registry, "").base()));
    }

    /** Without a registry it is Docker Hub's, or a bucket, neither of which is anywhere private. */
    private static Optional<String> registry(String repository) {
        return Optional.of(repository.split("/", 2)[0]).filter(ImageReference::looksLikeRegistry);
    }
}
