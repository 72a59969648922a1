package io.wave.api.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.wave.api.image.ImageLookupService;
import io.wave.api.web.problem.ApiException;
import io.wave.image.Digest;
import io.wave.image.ImageReference;
import io.wave.registry.error.RegistryException;
import io.wave.registry.error.RegistryFailure;
import io.wave.token.RequestRecord;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * The images that callers without a name can read. Their registries are asked each time. What one has said last counts while
 * it does not answer, since the names of builds depend on it; nothing is public before a registry has said so. A registry that
 * fails for them, although it has just answered somebody with credentials, may always do so: until it answers, its images are
 * those of callers with credentials.
 */
@Component
class PublicImages {

    private static final Logger LOG = LoggerFactory.getLogger(PublicImages.class);

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
     * Whether this content of an image, which somebody can read with credentials, is public.
     *
     * @param field its field in the request, for error messages
     * @throws ApiException 503 if its registry does not answer (429, no answer in time), and has not said it before
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
        if (answer != null) {
            return answer;
        }
        if (!isServerError(failed)) {
            throw unknown(field, image, failed);
        }
        LOG.atWarn()
                .addKeyValue("image", content)
                .log(
                        "Image counts as restricted, since its registry fails without credentials: {}",
                        reason(image, failed));
        return false;
    }

    private static boolean isServerError(ApiException failed) {
        return failed.getCause() instanceof RegistryException known && known.failure() == RegistryFailure.SERVER_ERROR;
    }

    private static ApiException unknown(String field, ImageReference image, ApiException failed) {
        return ApiException.unavailable(
                "%s: '%s' cannot be read without credentials (%s), so it is not known whether everybody can read it; images of restricted images are stored apart, so try again when the registry answers"
                        .formatted(field, image, reason(image, failed)),
                failed.retryAfter().orElse(RETRY_AFTER),
                failed);
    }

    private static String reason(ImageReference image, ApiException failed) {
        return failed.getCause() instanceof RegistryException known
                ? String.valueOf(known.getMessage())
                : image.name() + ": the registry did not respond in time";
    }
}
