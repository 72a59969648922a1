package io.wave.api.scan;

import io.wave.api.image.PlatformCheck;
import io.wave.augment.derive.PlatformImages;
import io.wave.augment.manifest.AbsentPlatformException;
import io.wave.augment.manifest.ManifestException;
import io.wave.image.ImageReference;
import io.wave.image.Platform;
import io.wave.registry.RegistryClient;
import io.wave.registry.error.RegistryException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Determines what is scanned of an image. */
@Component
public class ScanImages {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Set<String> SCANNED = Set.of("amd64", "arm64", "arm");
    private static final Platform NO_PLATFORM = new Platform("none", "none", null);

    private final PlatformImages images;
    private final PlatformCheck platforms;

    ScanImages(RegistryClient registries, PlatformCheck platforms) {
        this.images = new PlatformImages(registries);
        this.platforms = platforms;
    }

    /**
     * The scan of an image that exists.
     *
     * @param field field of the platform, for error messages
     * @param image image with digest
     * @param typed the name of the image that the id of the scan is derived from
     * @param platform the platform to scan; null for the default, or for the first one of an image that does not have it
     * @throws io.wave.api.web.problem.ApiException 400 if the image does not exist for the platform
     */
    public ScanWork work(
            String field,
            ImageReference image,
            String typed,
            @Nullable Platform platform,
            String tenant,
            ScanOrigin origin) {
        if (platform != null) {
            platforms.require(field, image, platform, tenant);
        }
        Platform scanned = platform == null ? first(image, tenant) : platform;
        return ScanWork.of(image, typed, scanned, tenant, origin);
    }

    /**
     * The platforms of an image that can be scanned; for an image that cannot be read now, the default.
     *
     * @param image image with digest
     */
    public List<Platform> platforms(ImageReference image, String tenant) {
        try {
            // There is no image for this platform: the exception lists those that there are.
            images.find(image, NO_PLATFORM, tenant).block(TIMEOUT);
            return List.of(Platform.LINUX_AMD64);
        } catch (AbsentPlatformException absent) {
            List<Platform> present = absent.present().stream()
                    .filter(platform -> SCANNED.contains(platform.architecture()))
                    .filter(platform -> platform.os().equals(Platform.LINUX_AMD64.os()))
                    .sorted(Comparator.comparing(Platform::toString))
                    .toList();
            return present.isEmpty() ? List.of(Platform.LINUX_AMD64) : present;
        } catch (ManifestException | RegistryException | IllegalStateException unread) {
            return List.of(Platform.LINUX_AMD64);
        }
    }

    private Platform first(ImageReference image, String tenant) {
        List<Platform> present = platforms(image, tenant);
        return present.contains(Platform.LINUX_AMD64) ? Platform.LINUX_AMD64 : present.getFirst();
    }
}
