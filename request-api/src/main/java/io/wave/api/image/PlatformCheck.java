package io.wave.api.image;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.wave.api.web.problem.ApiException;
import io.wave.augment.derive.DocumentCache;
import io.wave.augment.derive.PlatformImages;
import io.wave.augment.manifest.AbsentPlatformException;
import io.wave.augment.manifest.ManifestException;
import io.wave.image.ImageReference;
import io.wave.image.Platform;
import io.wave.registry.RegistryClient;
import io.wave.registry.error.RegistryException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.Exceptions;

/** Checks that an image exists for the requested platform, so that an error is reported before the image is pulled. */
@Component
public class PlatformCheck {

    private static final Logger log = LoggerFactory.getLogger(PlatformCheck.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Duration MEMORY = Duration.ofHours(1);
    private static final int MAX_REMEMBERED = 10_000;

    private final PlatformImages images;
    private final Cache<Question, Boolean> present = Caffeine.newBuilder()
            .expireAfterWrite(MEMORY)
            .maximumSize(MAX_REMEMBERED)
            .build();

    PlatformCheck(RegistryClient registries, DocumentCache documents) {
        this.images = new PlatformImages(registries, documents);
    }

    /**
     * Checks an image. One that cannot be read now, or is not a container image, passes: the error is reported when it
     * is pulled.
     *
     * @param field field of the platform, for error messages
     * @param image image with digest, which was just looked up for the tenant
     * @throws ApiException 400 with the available platforms
     */
    public void require(String field, ImageReference image, Platform platform, String tenant) {
        Question question = new Question(image, platform, tenant);
        if (present.getIfPresent(question) == null) {
            check(field, question);
        }
    }

    private void check(String field, Question question) {
        try {
            images.find(question.image(), question.platform(), question.tenant())
                    .block(TIMEOUT);
            present.put(question, true);
        } catch (AbsentPlatformException absent) {
            throw ApiException.invalid(field, "cannot be used: " + absent.getMessage());
        } catch (ManifestException | RegistryException unread) {
            log.atDebug()
                    .addKeyValue("image", question.image())
                    .log("Cannot check the platforms of an image: {}", unread.getMessage());
        } catch (RuntimeException late) {
            log.atDebug()
                    .addKeyValue("image", question.image())
                    .log(
                            "Cannot check the platforms of an image: {}",
                            Exceptions.unwrap(late).getMessage());
        }
    }

    private record Question(ImageReference image, Platform platform, String tenant) {}
}
