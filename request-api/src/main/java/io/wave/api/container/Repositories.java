package io.wave.api.container;

import io.wave.api.build.BuildProperties;
import io.wave.api.problem.ApiException;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The repositories that builds push to: the installation's own, and those that users name. */
@Component
class Repositories {

    private final boolean buildsEnabled;
    private final @Nullable RepositoryName build;
    private final @Nullable RepositoryName cache;

    Repositories(BuildProperties properties) {
        this.buildsEnabled = properties.enabled();
        this.build = configured("wave.build.repo", properties.repo());
        this.cache = configured("wave.build.cache", properties.cache());
    }

    private static @Nullable RepositoryName configured(String key, @Nullable String text) {
        return text == null || text.isEmpty() ? null : RepositoryName.parse(key, text);
    }

    /** Whether a repository of a request is the user's own; without builds every one is. */
    boolean isCustom(@Nullable String typed) {
        return typed != null
                && (!buildsEnabled || ours().noneMatch(RepositoryName.parse("buildRepository", typed)::isWithin));
    }

    /** Where the image of this request goes. */
    RepositoryName target(SubmitRequest request) {
        if (request.buildRepository() != null) {
            return RepositoryName.parse("buildRepository", request.buildRepository());
        }
        return Optional.ofNullable(build)
                .orElseThrow(() -> ApiException.invalid(
                        "buildRepository", "must be given: the server has no default (wave.build.repo)"));
    }

    /** Where the layer cache of this request is, if anywhere. */
    @Nullable
    String cache(SubmitRequest request) {
        String asked = request.cacheRepository();
        if (asked != null || isCustom(request.buildRepository())) {
            return asked;
        }
        return cache == null ? null : cache.typed();
    }

    private Stream<RepositoryName> ours() {
        return Stream.of(Optional.ofNullable(build), Optional.ofNullable(cache)).flatMap(Optional::stream);
    }
}
