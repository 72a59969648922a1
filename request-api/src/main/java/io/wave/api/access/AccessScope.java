package io.wave.api.access;

import io.wave.image.Digest;
import io.wave.image.ImageReference;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The repositories that were read for an image and that not all callers can read. Registries, BuildKit and skopeo take the digest
 * of a blob as a proof that the caller may have it, if they have the blob already. So images are stored, and built, together with
 * images of the same scope only: who adds to them can read the same repositories.
 *
 * @param id 32 hexadecimal digits
 */
public record AccessScope(String id) {

    private static final int LENGTH = 32;
    private static final String PREFIX = "restricted-";
    private static final Pattern COMPONENT = Pattern.compile(PREFIX + "[0-9a-f]{" + LENGTH + "}");

    /** The scope of images that not all callers can read; empty if there are none. */
    static Optional<AccessScope> of(Collection<ImageReference> restricted) {
        if (restricted.isEmpty()) {
            return Optional.empty();
        }
        String repositories = restricted.stream()
                .map(ImageReference::name)
                .collect(Collectors.toCollection(TreeSet::new))
                .toString();
        return Optional.of(new AccessScope(
                Digest.of(repositories.getBytes(StandardCharsets.UTF_8)).hex().substring(0, LENGTH)));
    }

    /** The path component of repositories for images of this scope. */
    String component() {
        return PREFIX + id;
    }

    /** Whether a component of a path is that of some scope. */
    static boolean isComponent(String component) {
        return COMPONENT.matcher(component).matches();
    }

    /** The path above the first component of a scope; empty if there is none, or nothing above it. */
    static Optional<String> above(String repository) {
        List<String> path = List.of(repository.split("/"));
        return path.stream()
                .filter(AccessScope::isComponent)
                .findFirst()
                .map(component -> String.join("/", path.subList(0, path.indexOf(component))))
                .filter(above -> !above.isEmpty());
    }

    /** Whether a path is that of a repository for images of some scope. */
    static boolean isIn(String repository) {
        return Arrays.stream(repository.split("/")).anyMatch(AccessScope::isComponent);
    }
}
