package io.wave.api.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.wave.api.image.ImageLookupService;
import io.wave.api.web.problem.ApiException;
import io.wave.image.Digest;
import io.wave.image.ImageReference;
import io.wave.registry.error.RegistryException;
import io.wave.token.RequestRecord;
import java.time.Duration;
import org.springframework.stereotype.Component;

/**
 * The images that callers without a name can read. Their registries are asked each time. What one has said last counts while
 * it does not answer, since the names of builds depend on it; nothing is public before a registry has said so.
 */
@Component
class PublicImages {

    /** Longer than registries limit rates for, and than most of them are away. */
    private static final Duration REMEMBERED = Duration.ofHours(6);

    private static final int MAX_REMEMBERED = 10_000;
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final ImageLookupService lookups;
    private final Cache<ImageReference, Boolean> answers = Caffeine.newBuilder()
            .expireAfterWrite(REMEMBERED)
            .maximumSize(MAX_REMEMBERED)
            .build();

    PublicImages(ImageLookupService lookups) {
        this.lookups = lookups;
    }

    /**
     * Whether this content of an image is public.
     *
     * @param field its field in the request, for error messages
     * @throws ApiException 503 if its registry does not answer, and has not said it before
     */
    boolean contain(String field, ImageReference image, Digest digest) {
        ImageReference content = image.at(digest);
        try {
            boolean found = lookups.lookUp(field, content, RequestRecord.ANONYMOUS)
                    .digest()
                    .isPresent();
            answers.put(content, found);
            return found;
        } catch (ApiException failed) {
            return remembered(field, image, content, failed);
        }
    }

    private boolean remembered(String field, ImageReference image, ImageReference content, ApiException failed) {
        if (failed.status().is4xxClientError()) {
            return false;
        }
        Boolean answer = answers.getIfPresent(content);
        if (answer == null) {
            throw unknown(field, image, failed);
        }
        return answer;
    }

    private static ApiException unknown(String field, ImageReference image, ApiException failed) {
        String reason = failed.getCause() instanceof RegistryException known
                ? String.valueOf(known.getMessage())
                : image.name() + ": the registry did not respond in time";
        return ApiException.unavailable(
                "%s: '%s' cannot be read without credentials (%s), so it is not known whether everybody can read it; images of restricted images are stored apart, so try again when the registry answers"
                        .formatted(field, image, reason),
                failed.retryAfter().orElse(RETRY_AFTER),
                failed);
    }
}
