package io.wave.api.image;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.wave.api.web.problem.ApiException;
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

/** Says at submission that an image is not there for the platform that is asked for, which a pull would say later. */
@Component
public class Platforms {

    private static final Logger log = LoggerFactory.getLogger(Platforms.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration MEMORY = Duration.ofHours(1);
    private static final int MAX_REMEMBERED = 10_000;

    private final PlatformImages images;
    private final Cache<Question, Boolean> present = Caffeine.newBuilder()
            .expireAfterWrite(MEMORY)
            .maximumSize(MAX_REMEMBERED)
            .build();

    Platforms(RegistryClient registries) {
        this.images = new PlatformImages(registries);
    }

    /**
     * Checks an image. One that cannot be read now, or is no container image, passes: the pull will say what there is to say.
     *
     * @param field what the platform is in the request, for the error
     * @param image by its digest
     * @throws ApiException 400 that says which platforms there are
     */
    public void require(String field, ImageReference image, Platform platform, String tenant) {
        Question question = new Question(image, platform, tenant);
        if (present.getIfPresent(question) == null) {
            look(field, question);
        }
    }

    private void look(String field, Question question) {
        try {
            images.find(question.image(), question.platform(), question.tenant())
                    .block(PATIENCE);
            present.put(question, true);
        } catch (AbsentPlatformException absent) {
            throw ApiException.invalid(field, "cannot be used: " + absent.getMessage());
        } catch (ManifestException | RegistryException unread) {
            log.atDebug().addKeyValue("image", question.image()).log("Platforms not checked: {}", unread.getMessage());
        } catch (RuntimeException late) {
            log.atDebug()
                    .addKeyValue("image", question.image())
                    .log("Platforms not checked: {}", Exceptions.unwrap(late).getMessage());
        }
    }

    private record Question(ImageReference image, Platform platform, String tenant) {}
}
