package io.wave.builder.buildah;

import static org.assertj.core.api.Assertions.assertThat;

import io.wave.build.BuildCompression;
import io.wave.build.BuildOutput;
import io.wave.build.BuildWork;
import io.wave.builder.image.SampleSpec;
import io.wave.image.Digest;
import io.wave.image.Platform;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LayerCacheTest {

    private static final String PLAIN = "FROM base\nRUN make\n";

    @Test
    void plainStepsShareLayers() {
        assertThat(cache(PLAIN, "linux/amd64", "registry.test/cache:old")).hasValue("registry.test/cache");
    }

    @Test
    void stepsThatMountDoNot() {
        assertThat(cache("FROM base\nRUN --mount=type=bind,target=/c make\n", "linux/amd64", "registry.test/cache"))
                .isEmpty();
    }

    @Test
    void otherPlatformsDoNot() {
        assertThat(cache(PLAIN, "linux/arm64", "registry.test/cache")).isEmpty();
    }

    @Test
    void requestedCompressionDoesNot() {
        assertThat(LayerCache.of(SampleSpec.of(
                        "registry.test/app:1",
                        PLAIN,
                        new BuildOutput(
                                Platform.LINUX_AMD64,
                                null,
                                new BuildCompression(BuildCompression.Mode.zstd, null, null),
                                "registry.test/cache"))))
                .isEmpty();
    }

    @Test
    void basesTenantsAndScopesDoNotShareLayers() {
        Digest one = Digest.of(new byte[] {1});
        Digest two = Digest.of(new byte[] {2});
        String repository = ofBases("tenant", null, List.of(one, two));
        assertThat(repository).matches("registry\\.test/cache/[0-9a-f]{32}");
        assertThat(ofBases("tenant", null, List.of(two, one))).isEqualTo(repository);
        assertThat(List.of(
                        repository,
                        ofBases("tenant", null, List.of(one)),
                        ofBases("other", null, List.of(one, two)),
                        ofBases("tenant", "0".repeat(32), List.of(one, two)),
                        ofBases("tenant", "1".repeat(32), List.of(one, two))))
                .doesNotHaveDuplicates();
    }

    private static String ofBases(String tenant, @Nullable String scope, List<Digest> bases) {
        BuildWork work = SampleSpec.of(PLAIN).work();
        return LayerCache.ofBases(
                "registry.test/cache",
                new BuildWork(work.target(), work.source(), work.output(), null, tenant, scope, work.runTimeout()),
                bases);
    }

    @Test
    void invalidNameIsNotUsed() {
        assertThat(cache(PLAIN, "linux/amd64", "s3://bucket")).isEmpty();
        assertThat(cache(PLAIN, "linux/amd64", null)).isEmpty();
    }

    private static Optional<String> cache(String containerFile, String platform, @Nullable String repository) {
        return LayerCache.of(SampleSpec.of(
                "registry.test/app:1",
                containerFile,
                new BuildOutput(Platform.parse(platform), null, null, repository)));
    }
}
