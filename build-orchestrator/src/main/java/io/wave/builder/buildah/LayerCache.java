package io.wave.builder.buildah;

import io.wave.build.BuildSpec;
import io.wave.build.BuildWork;
import io.wave.builder.containerfile.MountRules;
import io.wave.image.Digest;
import io.wave.image.ImageReference;
import io.wave.image.Platform;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Which builds share cached layers. buildah identifies a cached layer by the layers below it and the text of its step only, so
 * builds with different platforms, with base images of different configurations, or with mounts must not share a cache.
 */
final class LayerCache {

    private static final int KEY_LENGTH = 32;

    private LayerCache() {}

    /**
     * The repository of layers for a build, without tag; empty if no cache is used. The cache is optional: an
     * invalid name is ignored. A build that requests a compression has none: cached layers are gzip, and a push would take
     * them instead of compressing again.
     */
    static Optional<String> of(BuildSpec spec) {
        String repository = spec.cacheRepository();
        if (repository == null
                || spec.compression() != null
                || !spec.platform().equals(Platform.LINUX_AMD64)
                || MountRules.mountsAnything(spec.containerFile())) {
            return Optional.empty();
        }
        try {
            return Optional.of(ImageReference.parse(repository).name());
        } catch (IllegalArgumentException otherKind) {
            return Optional.empty();
        }
    }

    /**
     * The repository for builds of a tenant and access scope that use these images.
     *
     * @param repository what {@link #of} returns
     */
    static String ofBases(String repository, BuildWork work, Collection<Digest> images) {
        String scope = work.accessScope();
        String key = images.stream()
                .map(Digest::toString)
                .sorted()
                .collect(Collectors.joining("\n", work.tenant() + "\n", scope == null ? "" : "\n" + scope));
        return "%s/%s"
                .formatted(
                        repository,
                        Digest.of(key.getBytes(StandardCharsets.UTF_8)).hex().substring(0, KEY_LENGTH));
    }
}
