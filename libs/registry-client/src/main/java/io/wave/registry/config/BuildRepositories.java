package io.wave.registry.config;

import io.wave.egress.Destination;
import io.wave.image.ImageReference;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The repositories for builds. Their registries may have private addresses.
 *
 * @param repo repository of built images
 * @param cache repository of layer caches
 * @param publicRepo repository of public images
 */
@ConfigurationProperties("wave.build")
public record BuildRepositories(
        @Nullable String repo,
        @Nullable String cache,
        @Nullable String publicRepo) {

    /** The prefixes that cover them and what is below them. */
    List<RegistryPrefix> prefixes() {
        return texts().map(BuildRepositories::prefix).flatMap(Optional::stream).toList();
    }

    /** Whether the most specific repository that covers this one, under any name of its server, is that of layer caches alone. */
    boolean isLayerCache(String registry, String repository) {
        int ofCaches = covering(cache, registry, repository);
        return ofCaches > Math.max(covering(repo, registry, repository), covering(publicRepo, registry, repository));
    }

    /** How specific a repository is that covers another one; -1 if it does not. */
    private static int covering(@Nullable String text, String registry, String repository) {
        return Optional.ofNullable(text)
                .filter(present -> !present.isBlank())
                .flatMap(BuildRepositories::prefix)
                .filter(prefix -> prefix.coversServer(registry, repository))
                .map(prefix -> prefix.path().length())
                .orElse(-1);
    }

    /** Empty for a bucket. */
    private static Optional<RegistryPrefix> prefix(String text) {
        try {
            boolean isRegistry = text.indexOf('/') < 0 && ImageReference.looksLikeRegistry(text);
            ImageReference name = ImageReference.parse(isRegistry ? text + "/any" : text);
            return Optional.of(new RegistryPrefix(name.registry(), isRegistry ? "" : name.repository()));
        } catch (IllegalArgumentException otherKind) {
            return Optional.empty();
        }
    }

    private Stream<String> texts() {
        return Stream.of(Optional.ofNullable(repo), Optional.ofNullable(cache), Optional.ofNullable(publicRepo))
                .flatMap(Optional::stream)
                .filter(text -> !text.isBlank());
    }

    public Stream<Destination> destinations(RegistriesProperties registries) {
        return texts().map(BuildRepositories::registry)
                .flatMap(Optional::stream)
                .map(registry ->
                        Destination.of(registries.endpoint(registry, "").base()));
    }

    /** Empty without a host: a repository of Docker Hub or a bucket, which have public addresses. */
    private static Optional<String> registry(String repository) {
        return Optional.of(repository.split("/", 2)[0]).filter(ImageReference::looksLikeRegistry);
    }
}
