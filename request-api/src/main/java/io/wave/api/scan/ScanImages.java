package io.wave.api.scan;

import io.wave.api.image.PlatformCheck;
import io.wave.api.web.problem.ApiException;
import io.wave.augment.derive.PlatformImages;
import io.wave.augment.manifest.AbsentPlatformException;
import io.wave.augment.manifest.ManifestException;
import io.wave.augment.manifest.NoImageException;
import io.wave.image.ImageReference;
import io.wave.image.Platform;
import io.wave.registry.RegistryClient;
import io.wave.registry.error.RegistryException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Determines what is scanned of an image. */
@Component
public class ScanImages {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Set<String> SCANNED = Set.of("amd64", "arm64", "arm");
    /** The platform of attestations. */
    private static final String UNKNOWN = "unknown";

    private static final String SUPPORTED = "linux/amd64, linux/arm64 or linux/arm";
    private static final int MOST_NAMED = 20;

    private static final Platform NO_PLATFORM = new Platform("none", "none", null);

    private final PlatformImages images;
    private final PlatformCheck platforms;

    ScanImages(RegistryClient registries, PlatformCheck platforms) {
        this.images = new PlatformImages(registries);
        this.platforms = platforms;
    }

    /**
     * The fields of a request, for error messages.
     *
     * @param image what is scanned
     * @param platform its platform
     */
    public record Fields(String image, String platform) {}

    /**
     * The scan of an image that exists.
     *
     * @param image image with digest
     * @param typed the name of the image that the id of the scan is derived from
     * @param platform the platform to scan; null for the default, or for the first one of an image that does not have it
     * @throws ApiException 400 if the image does not exist for the platform, or if it is not a container image
     */
    public ScanWork work(
            Fields fields,
            ImageReference image,
            String typed,
            @Nullable Platform platform,
            String tenant,
            ScanOrigin origin) {
        return ScanWork.of(image, typed, platform(fields, image, platform, tenant), tenant, origin);
    }

    /**
     * The platform of an image that is scanned.
     *
     * @param image image with digest
     * @param named the platform to scan; null for the default, or for the first one of an image that does not have it
     * @throws ApiException 400 if the image does not exist for the platform, or if it is not a container image
     */
    public Platform platform(Fields fields, ImageReference image, @Nullable Platform named, String tenant) {
        List<Platform> present = platforms(fields.image(), image, tenant);
        if (named != null) {
            if (!isScanned(named)) {
                throw ApiException.invalid(
                        fields.platform(), "'%s' cannot be scanned: use %s".formatted(named, SUPPORTED));
            }
            platforms.require(fields.platform(), image, named, tenant);
            if (!isImage(image, named, tenant)) {
                throw noImage(fields.platform(), image);
            }
            return named;
        }
        return present.contains(Platform.LINUX_AMD64) ? Platform.LINUX_AMD64 : present.getFirst();
    }

    /**
     * The platforms of an image that can be scanned; for an image that cannot be read now, the default.
     *
     * @param field field of the image, for error messages
     * @param image image with digest
     * @throws ApiException 400 if it is not a container image
     */
    public List<Platform> platforms(String field, ImageReference image, String tenant) {
        try {
            // There is no image for this platform: the exception lists those that there are.
            images.find(image, NO_PLATFORM, tenant).block(TIMEOUT);
            return List.of(Platform.LINUX_AMD64);
        } catch (AbsentPlatformException absent) {
            return scannable(field, image, absent, tenant);
        } catch (NoImageException artifact) {
            throw ApiException.invalid(field, "cannot be scanned: " + artifact.getMessage());
        } catch (ManifestException | RegistryException | IllegalStateException unread) {
            return List.of(Platform.LINUX_AMD64);
        }
    }

    private List<Platform> scannable(String field, ImageReference image, AbsentPlatformException all, String tenant) {
        List<Platform> present = all.present().stream()
                .filter(platform -> !platform.os().equals(UNKNOWN))
                .sorted(Comparator.comparing(Platform::toString))
                .toList();
        List<Platform> scanned = present.stream().filter(ScanImages::isScanned).toList();
        // One image is enough: every question counts towards the limits of the registry.
        List<Platform> images = scanned.stream()
                .dropWhile(platform -> !isImage(image, platform, tenant))
                .toList();
        if (!images.isEmpty()) {
            return images;
        }
        throw present.isEmpty() || !scanned.isEmpty() ? noImage(field, image) : otherPlatforms(field, image, present);
    }

    /** Whether the entry of an index for a platform is a container image, as far as it can be read now. */
    private boolean isImage(ImageReference image, Platform platform, String tenant) {
        try {
            images.find(image, platform, tenant).block(TIMEOUT);
            return true;
        } catch (NoImageException artifact) {
            return false;
        } catch (ManifestException | RegistryException | IllegalStateException unread) {
            return true;
        }
    }

    private static boolean isScanned(Platform platform) {
        return SCANNED.contains(platform.architecture()) && platform.os().equals(Platform.LINUX_AMD64.os());
    }

    private static ApiException otherPlatforms(String field, ImageReference image, List<Platform> present) {
        return ApiException.invalid(
                field,
                "cannot be scanned: '%s' has images for %s only; use an image for %s"
                        .formatted(
                                image,
                                present.stream()
                                        .limit(MOST_NAMED)
                                        .map(Platform::toString)
                                        .collect(Collectors.joining(", ")),
                                SUPPORTED));
    }

    private static ApiException noImage(String field, ImageReference image) {
        return ApiException.invalid(field, "cannot be scanned: '%s' has no container image".formatted(image));
    }
}
