package io.wave.api.submission.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wave.api.access.ImageSources;
import io.wave.api.access.ScopedRepositories;
import io.wave.api.build.BuildProperties;
import io.wave.api.containerfile.BuildContent;
import io.wave.api.containerfile.naming.NameStrategy;
import io.wave.api.security.caller.Caller;
import io.wave.api.submission.request.ClientInfo;
import io.wave.api.submission.request.CommonParameters;
import io.wave.api.submission.request.Origin;
import io.wave.api.submission.request.RepositoryName;
import io.wave.api.submission.request.RequestedPlatforms;
import io.wave.api.submission.request.ScanChoice;
import io.wave.api.submission.request.Submission;
import io.wave.build.BuildFormat;
import io.wave.container.ContainerConfig;
import io.wave.image.ImageReference;
import io.wave.image.Platform;
import io.wave.registry.config.BuildRepositories;
import io.wave.registry.config.RegistriesProperties;
import io.wave.registry.config.TenantCredentials;
import io.wave.registry.config.TenantRegistriesProperties;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetRepositoriesTest {

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {
                "none, none, false, wave/build",
                "none, none, true, community.test/library",
                "none, imageSuffix, true, community.test/library",
                "none, tagPrefix, true, community.test/library/build",
                "none, none, true, community.test/library",
                "mine.test/x, none, true, mine.test/x",
                "community.test/x, none, true, community.test/x",
            })
    void targetOfRequest(@Nullable String common, @Nullable String strategy, boolean freeze, String target) {
        assertThat(repositories("community.test")
                        .target(request(common, strategy, freeze), ImageSources.NONE)
                        .typed())
                .isEqualTo(target);
    }

    @Test
    void restrictedImagesHaveARepositoryOfTheirOwnWhereCallersShareOne() {
        ImageSources private1 = restricted("private.test/a/x:1");
        TargetRepositories repositories = repositories("community.test");
        String own = repositories.target(request(null, null, false), private1).typed();
        assertThat(own).matches("wave/build/restricted-[0-9a-f]{32}");
        assertThat(repositories
                        .target(request("mine.test/x", null, false), private1)
                        .typed())
                .isEqualTo("mine.test/x");
        assertThat(repositories
                        .target(request(null, null, false), restricted("private.test/a/x:2"))
                        .typed())
                .isEqualTo(own);
        assertThat(repositories
                        .target(request(null, null, false), private1.and(restricted("private.test/b:1")))
                        .typed())
                .matches("wave/build/restricted-[0-9a-f]{32}")
                .isNotEqualTo(own);
        assertThatThrownBy(() -> repositories.target(request(own, null, false), ImageSources.NONE))
                .hasMessageStartingWith("buildRepository: must not contain 'restricted-");
    }

    private static ImageSources restricted(String image) {
        Set<ImageReference> images = Set.of(ImageReference.parse(image));
        return new ImageSources(images, images);
    }

    @Test
    void publicRepositoryWithPathIsUsedAsIs() {
        TargetRepositories repositories = repositories("community.test/wave");
        assertThat(repositories
                        .target(request(null, "tagPrefix", true), ImageSources.NONE)
                        .typed())
                .isEqualTo("community.test/wave");
        assertThat(repositories.isCustom(RepositoryName.parse("buildRepository", "community.test/wavelet")))
                .isTrue();
        assertThat(repositories.isCustom(RepositoryName.parse("buildRepository", "community.test/wave/x")))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"community.test/samtools", "community.test/my/samtools/x"})
    void reservedWordsAreRejectedInPublicRepository(String repository) {
        assertThatThrownBy(
                        () -> repositories("community.test").target(request(repository, null, true), ImageSources.NONE))
                .hasMessage("buildRepository: must not contain the reserved word 'samtools'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"community.test/samtools-x", "mine.test/samtools"})
    void otherWordsAndRepositoriesAreAllowed(String repository) {
        assertThat(repositories("community.test")
                        .target(request(repository, null, true), ImageSources.NONE)
                        .typed())
                .isEqualTo(repository);
    }

    @Test
    void missingRepositoryWithoutDefaultIsRejected() {
        TargetRepositories none = of(properties(true, null, null));
        assertThatThrownBy(() -> none.target(request(null, null, false), ImageSources.NONE))
                .hasMessageStartingWith("buildRepository: is required");
    }

    @Test
    void withoutBuildsEveryRepositoryIsCustom() {
        assertThat(of(properties(false, "wave/build", null))
                        .isCustom(RepositoryName.parse("buildRepository", "wave/build")))
                .isTrue();
    }

    @Test
    void trustedTimeoutIsForFreezesOfKnownUsers() {
        BuildProperties properties = properties(true, "wave/build", null);
        assertThat(properties.timeout(true)).isEqualTo(Duration.ofMinutes(25));
        assertThat(properties.timeout(false)).isEqualTo(Duration.ofMinutes(15));
    }

    private static TargetRepositories repositories(String shared) {
        return of(properties(true, "wave/build", shared));
    }

    private static TargetRepositories of(BuildProperties properties) {
        return new TargetRepositories(
                properties,
                new ScopedRepositories(new TenantCredentials(
                        new RegistriesProperties(Map.of()),
                        new TenantRegistriesProperties(Map.of()),
                        new BuildRepositories(properties.repo(), properties.cache(), properties.publicRepo()))));
    }

    private static BuildProperties properties(boolean enabled, @Nullable String repo, @Nullable String shared) {
        return new BuildProperties(
                enabled,
                repo,
                null,
                shared,
                Set.of("samtools", "library", "build"),
                Duration.ofMinutes(15),
                Duration.ofMinutes(25),
                Duration.ofSeconds(30),
                10_000,
                50_000,
                14_000_000);
    }

    private static Submission.BuildSubmission request(
            @Nullable String repository, @Nullable String strategy, boolean freeze) {
        CommonParameters common = new CommonParameters(
                new Caller.Anonymous("192.0.2.1"),
                ContainerConfig.EMPTY,
                List.of(),
                new RequestedPlatforms(List.of(Platform.LINUX_AMD64), null),
                repository == null ? null : RepositoryName.parse("buildRepository", repository),
                null,
                ScanChoice.NONE,
                null,
                new ClientInfo("", null, null, OffsetDateTime.MIN));
        Submission.BuildOptions options = new Submission.BuildOptions(
                null, BuildFormat.DOCKER, strategy == null ? null : NameStrategy.valueOf(strategy), null, null, false);
        Origin.Text file = new Origin.File(new BuildContent("FROM scratch", null));
        return freeze ? new Submission.Freeze(common, file, options) : new Submission.Build(common, file, options);
    }
}
