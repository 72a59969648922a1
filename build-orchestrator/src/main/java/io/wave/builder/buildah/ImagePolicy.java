package io.wave.builder.buildah;

import io.wave.build.BuildSpec;
import io.wave.image.ImageReference;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The {@code policy.json} of a build: buildah pulls the images that the container file names and the layer cache, and no others,
 * such as those that {@code ONBUILD} instructions of base images name.
 */
final class ImagePolicy {

    private static final List<Map<String, String>> ACCEPT = List.of(Map.of("type", "insecureAcceptAnything"));
    private static final List<Map<String, String>> REJECT = List.of(Map.of("type", "reject"));

    private ImagePolicy() {}

    /**
     * The policy as buildah reads it.
     *
     * @param images the images that the container file names
     * @param cache repository of layer caches, without tag
     */
    static Map<String, Object> of(BuildSpec spec, Collection<ImageReference> images, Optional<String> cache) {
        Map<String, Object> pulled = new TreeMap<>();
        cache.ifPresent(repository -> pulled.put(repository, ACCEPT));
        images.forEach(image -> names(image, spec.containerFile()).forEach(name -> pulled.put(name, ACCEPT)));
        return Map.of(
                "default", REJECT, "transports", Map.of("docker", pulled, "containers-storage", Map.of("", ACCEPT)));
    }

    /** The names of an image with which buildah may ask: it keeps the registry as the file writes it, and prefers digests. */
    private static Stream<String> names(ImageReference image, String containerFile) {
        String rest = "/" + image.repository()
                + image.pinned().map(digest -> "@" + digest).orElseGet(() -> ":" + image.tag());
        return image.registryNames().stream()
                .flatMap(host -> Stream.concat(Stream.of(host), spellings(host, containerFile)))
                .map(host -> host + rest);
    }

    private static Stream<String> spellings(String host, String containerFile) {
        return Pattern.compile(Pattern.quote(host), Pattern.CASE_INSENSITIVE)
                .matcher(containerFile)
                .results()
                .map(MatchResult::group)
                .distinct();
    }
}
