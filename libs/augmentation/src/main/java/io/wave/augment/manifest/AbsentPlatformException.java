package io.wave.augment.manifest;

import io.wave.image.ImageReference;
import io.wave.image.Platform;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;

/** An image is not there for a platform. The message says for which it is. */
public final class AbsentPlatformException extends ManifestException {

    private static final int MOST_NAMED = 20;
    /** What attestations are for. */
    private static final String UNKNOWN = "unknown";

    private final transient Set<Platform> present;

    /** @param present what it is there for, as far as known */
    public AbsentPlatformException(ImageReference image, Platform asked, Collection<Platform> present) {
        super("'%s' has no image for platform %s%s".formatted(image, asked, words(present)));
        this.present = Set.copyOf(present);
    }

    /** What it is there for, as far as known. */
    public Set<Platform> present() {
        return present;
    }

    private static String words(Collection<Platform> present) {
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
