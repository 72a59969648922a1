package io.wave.api.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wave.api.build.BuildProperties;
import io.wave.api.http.ApiJson;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RepositoriesTest {

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
    void theTargetOfARequest(@Nullable String asked, @Nullable String strategy, boolean freeze, String target) {
        assertThat(repositories("community.test")
                        .target(request(asked, strategy, freeze))
                        .typed())
                .isEqualTo(target);
    }

    @Test
    void aPublicRepositoryWithAPathIsTakenAsItIs() {
        Repositories repositories = repositories("community.test/wave");
        assertThat(repositories.target(request(null, "tagPrefix", true)).typed())
                .isEqualTo("community.test/wave");
        assertThat(repositories.isCustom("community.test/wavelet")).isTrue();
        assertThat(repositories.isCustom("community.test/wave/x")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"community.test/samtools", "community.test/my/samtools/x"})
    void reservedWordsAreRefusedInThePublicRepository(String repository) {
        assertThatThrownBy(() -> repositories("community.test").target(request(repository, null, true)))
                .hasMessage("buildRepository must not contain the reserved word 'samtools'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"community.test/samtools-x", "mine.test/samtools"})
    void otherWordsAndRepositoriesAreFree(String repository) {
        assertThat(repositories("community.test")
                        .target(request(repository, null, true))
                        .typed())
                .isEqualTo(repository);
    }

    @Test
    void withoutADefaultOneMustBeGiven() {
        Repositories none = new Repositories(properties(true, null, null));
        assertThatThrownBy(() -> none.target(request(null, null, false)))
                .hasMessageStartingWith("buildRepository must be given");
    }

    @Test
    void withoutBuildsEveryRepositoryIsTheUsersOwn() {
        assertThat(new Repositories(properties(false, "wave/build", null)).isCustom("wave/build"))
                .isTrue();
    }

    @Test
    void onlyAKnownUsersFreezeMayTakeLonger() {
        BuildProperties properties = properties(true, "wave/build", null);
        assertThat(properties.timeout(true)).isEqualTo(Duration.ofMinutes(25));
        assertThat(properties.timeout(false)).isEqualTo(Duration.ofMinutes(15));
    }

    private static Repositories repositories(String shared) {
        return new Repositories(properties(true, "wave/build", shared));
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

    private static SubmitRequest request(@Nullable String repository, @Nullable String strategy, boolean freeze) {
        return ApiJson.mapper().readValue("""
                {"freeze": %s, "buildRepository": %s, "nameStrategy": %s}
                """.formatted(freeze, json(repository), json(strategy)), SubmitRequest.class);
    }

    private static @Nullable String json(@Nullable String text) {
        return text == null ? null : "\"" + text + "\"";
    }
}
