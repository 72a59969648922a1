package io.wave.augment.manifest;

import io.wave.image.ImageReference;
import io.wave.image.Platform;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;

/** There is no image for a platform. The message lists the available platforms. */
public final class AbsentPlatformException extends ManifestException {

    private static final int MOST_NAMED = 20;
    /** The platform of attestations. */
    private static final String UNKNOWN = "unknown";

    private final transient Set<Platform> present;

    /** @param present available platforms, as far as known */
    public AbsentPlatformException(ImageReference image, Platform requested, Collection<Platform> present) {
        super("'%s' has no image for platform %s%s".formatted(image, requested, text(present)));
        this.present = Set.copyOf(present);
    }

    /** The available platforms, as far as known. */
    public Set<Platform> present() {
        return present;
    }

    private static String text(Collection<Platform> present) {
        String names = present.stream()
                .filter(platform -> !platform.os().equals(UNKNOWN))
                .map(Platform::toString)
                .distinct()
                .sorted()
                .limit(MOST_NAMED)
                .collect(Collectors.joining(", "));
        return names.isEmpty() ? "" : ", it has images for: " + names;
    }
}
