package io.wave.api.platform.credential;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.wave.api.image.ImageLookupService;
import io.wave.api.web.problem.ApiException;
import io.wave.image.ImageReference;
import io.wave.token.RequestRecord;
import java.time.Duration;

/**
 * The repositories that callers without a name can read, such as those of Docker Hub for which a user keeps credentials because of its
 * limits. What a registry does not say is not open.
 */
final class OpenRepositories {

    private static final String FIELD = "containerImage";
    private static final Duration KEPT = Duration.ofMinutes(10);
    private static final int MAX_REPOSITORIES = 10_000;

    private final ImageLookupService lookups;
    private final Cache<String, Boolean> known = Caffeine.newBuilder()
            .expireAfterWrite(KEPT)
            .maximumSize(MAX_REPOSITORIES)
            .build();

    OpenRepositories(ImageLookupService lookups) {
        this.lookups = lookups;
    }

    /** Whether the repository of an image is open. */
    boolean contain(ImageReference image) {
        if (Boolean.TRUE.equals(known.getIfPresent(image.name()))) {
            return true;
        }
        boolean open = isReadable(image);
        if (open) {
            known.put(image.name(), true);
        }
        return open;
    }

    private boolean isReadable(ImageReference image) {
        try {
            return lookups.lookUp(FIELD, image, RequestRecord.ANONYMOUS)
                    .digest()
                    .isPresent();
        } catch (ApiException unknown) {
            return false;
        }
    }
}
