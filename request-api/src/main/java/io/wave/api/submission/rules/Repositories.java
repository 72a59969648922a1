package io.wave.api.submission.rules;

import io.wave.api.build.BuildProperties;
import io.wave.api.containerfile.naming.NameStrategy;
import io.wave.api.submission.request.Asked;
import io.wave.api.submission.request.RepositoryName;
import io.wave.api.submission.request.Submission;
import io.wave.api.web.problem.ApiException;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The repositories that builds push to: the installation's own, and those that users name. */
@Component
public class Repositories {

    private static final String TARGET = "buildRepository";

    private final boolean buildsEnabled;
    private final @Nullable RepositoryName build;
    private final @Nullable RepositoryName cache;
    private final @Nullable RepositoryName shared;
    private final Set<String> reservedWords;

    Repositories(BuildProperties properties) {
        this.buildsEnabled = properties.enabled();
        this.build = configured("wave.build.repo", properties.repo());
        this.cache = configured("wave.build.cache", properties.cache());
        this.shared = Optional.ofNullable(properties.publicRepo())
                .filter(text -> !text.isEmpty())
                .map(text -> RepositoryName.orRegistry("wave.build.public-repo", text))
                .orElse(null);
        this.reservedWords = properties.reservedWords();
    }

    private static @Nullable RepositoryName configured(String key, @Nullable String text) {
        return text == null || text.isEmpty() ? null : RepositoryName.parse(key, text);
    }

    /** Whether a repository of a request is the user's own; without builds every one is. */
    boolean isCustom(@Nullable String typed) {
        return typed != null && (!buildsEnabled || ours().noneMatch(RepositoryName.parse(TARGET, typed)::isWithin));
    }

    /** Whether frozen images of packages have a place when a request names none. */
    boolean hasPublic() {
        return shared != null;
    }

    /** Whether it is the public repository or lies below it. */
    boolean isPublic(RepositoryName repository) {
        return shared != null && repository.isWithin(shared);
    }

    /** How an image in this repository carries its names. */
    @Nullable
    public NameStrategy strategy(@Nullable NameStrategy asked, RepositoryName repository) {
        return asked == null && isPublic(repository) ? NameStrategy.imageSuffix : asked;
    }

    /**
     * Where the image of this request goes.
     *
     * @throws ApiException 400 if it names none and there is no default, or one that nobody may have
     */
    public RepositoryName target(Submission.Made made) {
        RepositoryName repository = made.asked().repository();
        if (repository == null) {
            return byDefault(made);
        }
        if (isPublic(repository)) {
            requireNoReservedWord(repository);
        }
        return repository;
    }

    private RepositoryName byDefault(Submission.Made made) {
        if (made.isFreeze() && shared != null) {
            return shared.isRegistry() ? shared.below(folder(made.product().strategy())) : shared;
        }
        return Optional.ofNullable(build)
                .orElseThrow(() ->
                        ApiException.invalid(TARGET, "must be given: the server has no default (wave.build.repo)"));
    }

    /** Images that carry their names below get none of their own. */
    private static String folder(@Nullable NameStrategy strategy) {
        return strategy == null || strategy == NameStrategy.imageSuffix ? "library" : "library/build";
    }

    private void requireNoReservedWord(RepositoryName repository) {
        repository.components().filter(reservedWords::contains).findFirst().ifPresent(word -> {
            throw ApiException.invalid(TARGET, "must not contain the reserved word '%s'".formatted(word));
        });
    }

    /** Where the layer cache of this request is, if anywhere. */
    @Nullable
    public String cache(Asked asked) {
        if (asked.cache() != null) {
            return asked.cache().typed();
        }
        if (asked.repository() != null && isCustom(asked.repository().typed())) {
            return null;
        }
        return cache == null ? null : cache.typed();
    }

    private Stream<RepositoryName> ours() {
        return Stream.of(Optional.ofNullable(build), Optional.ofNullable(cache), Optional.ofNullable(shared))
                .flatMap(Optional::stream);
    }
}
