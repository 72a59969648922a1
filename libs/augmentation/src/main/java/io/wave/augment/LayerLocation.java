package io.wave.augment;

import io.wave.image.Digest;
import io.wave.image.ImageReference;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Locations of layers in other repositories: {@code docker://[<registry>]/v2/<repository>/blobs/<digest>}. */
public final class LayerLocation {

    private static final Pattern DOCKER = Pattern.compile("docker://([^/]*)/v2/(.+)/blobs/(sha256:[0-9a-f]{64})");

    private LayerLocation() {}

    /** The blob of such a location as an image reference; empty for other locations. */
    public static Optional<ImageReference> image(String location) {
        Matcher parts = DOCKER.matcher(location);
        if (!parts.matches()) {
            return Optional.empty();
        }
        String registry = parts.group(1).isEmpty() ? ImageReference.DOCKER_HUB : parts.group(1);
        return Optional.of(new ImageReference(registry, parts.group(2), null, Digest.parse(parts.group(3))));
    }
}
