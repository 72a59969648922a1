package io.wave.builder.buildkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.wave.build.BuildId;
import io.wave.build.BuildOutput;
import io.wave.build.BuildSource;
import io.wave.build.BuildSpec;
import io.wave.build.BuildWork;
import io.wave.container.ContainerId;
import io.wave.image.ImageReference;
import io.wave.image.Platform;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RegistryCacheTest {

    private static final List<ImageReference> IMAGES =
            List.of(ImageReference.parse("quay.io/team/base:1"), ImageReference.parse("busybox:1"));

    @Test
    void tenantsShareACacheOfImagesWithoutCredentials() {
        assertThat(cache("a", Platform.LINUX_AMD64, IMAGES, false))
                .isPresent()
                .isEqualTo(cache("b", Platform.LINUX_AMD64, IMAGES, false));
    }

    @Test
    void tenantsWithCredentialsHaveCachesOfTheirOwn() {
        assertThat(List.of(
                        cache("a", Platform.LINUX_AMD64, IMAGES, true),
                        cache("b", Platform.LINUX_AMD64, IMAGES, true),
                        cache("a", Platform.LINUX_AMD64, IMAGES, false)))
                .doesNotHaveDuplicates();
    }

    @Test
    void scopesHaveCachesOfTheirOwn() {
        BuildSpec open = spec("a", Platform.LINUX_AMD64);
        assertThat(List.of(
                        RegistryCache.of(open, IMAGES, false),
                        RegistryCache.of(open.of(open.work().within("0".repeat(32))), IMAGES, false),
                        RegistryCache.of(open.of(open.work().within("1".repeat(32))), IMAGES, false)))
                .doesNotHaveDuplicates();
    }

    @Test
    void platformsAndImagesHaveCachesOfTheirOwn() {
        assertThat(List.of(
                        cache("a", Platform.LINUX_AMD64, IMAGES, false),
                        cache("a", Platform.parse("linux/arm64"), IMAGES, false),
                        cache("a", Platform.LINUX_AMD64, List.of(IMAGES.getFirst()), false)))
                .doesNotHaveDuplicates();
        assertThat(cache("a", Platform.LINUX_AMD64, IMAGES.reversed(), false))
                .isEqualTo(cache("a", Platform.LINUX_AMD64, IMAGES, false));
    }

    @Test
    void theCacheHasAllStepsInOciFormatAndNeverFailsABuild() {
        ImageReference cache = cache("a", Platform.LINUX_AMD64, IMAGES, false).orElseThrow();
        assertThat(cache.name()).isEqualTo("registry.example.com/cache");
        assertThat(RegistryCache.arguments(cache, "mirror.example.com/cache"))
                .containsExactly(
                        "--import-cache",
                        "type=registry,ref=mirror.example.com/cache:" + cache.reference(),
                        "--export-cache",
                        "type=registry,ref=mirror.example.com/cache:" + cache.reference()
                                + ",mode=max,oci-mediatypes=true,image-manifest=true,ignore-error=true");
    }

    private static Optional<ImageReference> cache(
            String tenant, Platform platform, List<ImageReference> images, boolean credentials) {
        return RegistryCache.of(spec(tenant, platform), images, credentials);
    }

    private static BuildSpec spec(String tenant, Platform platform) {
        return new BuildSpec(
                new BuildId(new ContainerId("0123456789abcdef"), 1),
                new BuildWork(
                        ImageReference.parse("registry.example.com/build:1"),
                        new BuildSource("FROM scratch\n", null, null, null, null),
                        new BuildOutput(platform, null, null, "registry.example.com/cache"),
                        null,
                        tenant,
                        null,
                        Duration.ofMinutes(5)),
                Duration.ofMinutes(5),
                Instant.EPOCH,
                null);
    }
}
