package io.wave.api.submission.rules;

import io.wave.api.access.ImageSources;
import io.wave.api.access.ScopedRepositories;
import io.wave.api.build.BuildProperties;
import io.wave.api.containerfile.naming.NameStrategy;
import io.wave.api.submission.request.CommonParameters;
import io.wave.api.submission.request.RepositoryName;
import io.wave.api.submission.request.Submission;
import io.wave.api.web.problem.ApiException;
import io.wave.image.ImageReference;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The repositories that builds push to: those of the installation, and those of users. */
@Component
public class TargetRepositories {

    private static final String TARGET = "buildRepository";
    private static final String CACHE = "cacheRepository";
    private static final String PUBLIC = "wave.build.public-repo";

    private final boolean buildsEnabled;
    private final @Nullable RepositoryName build;
    private final @Nullable RepositoryName cache;
    private final @Nullable RepositoryName shared;
    private final Set<String> reservedWords;
    private final ScopedRepositories scopes;

    TargetRepositories(BuildProperties properties, ScopedRepositories scopes) {
        this.scopes = scopes;
        this.buildsEnabled = properties.enabled();
        this.build = configured("wave.build.repo", properties.repo());
        this.cache = configured("wave.build.cache", properties.cache());
        this.shared = Optional.ofNullable(properties.publicRepo())
                .filter(text -> !text.isEmpty())
                .map(text -> RepositoryName.orRegistry(PUBLIC, text))
                .orElse(null);
        this.reservedWords = properties.reservedWords();
    }

    private static @Nullable RepositoryName configured(String key, @Nullable String text) {
        return text == null || text.isEmpty() ? null : RepositoryName.parse(key, text);
    }

    /** Whether a repository in a request belongs to the user; if builds are disabled, every repository does. */
    boolean isCustom(@Nullable RepositoryName repository) {
        return repository != null && (!buildsEnabled || ownRepositories().noneMatch(repository::isWithin));
    }

    /** Whether a default repository for frozen images of packages is configured. */
    boolean hasPublic() {
        return shared != null;
    }

    /** Whether a registry holds repositories of the installation. */
    boolean isOwnRegistry(String registry) {
        return ownRepositories().anyMatch(own -> own.registry().equals(registry));
    }

    /** Whether it is the public repository or below it. */
    boolean isPublic(RepositoryName repository) {
        return shared != null && repository.isWithin(shared);
    }

    /** How images in this repository are named. */
    @Nullable
    public NameStrategy strategy(@Nullable NameStrategy requested, RepositoryName repository) {
        return requested == null && isPublic(repository) ? NameStrategy.imageSuffix : requested;
    }

    /**
     * The repository to push the image of a request to.
     *
     * @param sources what the image is made from
     * @throws ApiException 400 if the request names none and there is no default, or one that it may not name
     */
    public RepositoryName target(Submission.BuildSubmission submission, ImageSources sources) {
        return scoped(TARGET, target(submission), sources);
    }

    private RepositoryName target(Submission.BuildSubmission submission) {
        RepositoryName repository = submission.common().repository();
        if (repository == null) {
            return defaultTarget(submission);
        }
        if (isPublic(repository)) {
            requireNoReservedWord(repository);
        }
        return repository;
    }

    private RepositoryName defaultTarget(Submission.BuildSubmission submission) {
        if (submission.isFreeze() && shared != null) {
            return shared.isRegistry()
                    ? shared.below(PUBLIC, folder(submission.options().strategy()))
                    : shared;
        }
        return Optional.ofNullable(build)
                .orElseThrow(() -> ApiException.invalid(
                        TARGET, "is required: the server has no default repository (wave.build.repo)"));
    }

    /** Images whose names are part of the repository path get their own folder. */
    private static String folder(@Nullable NameStrategy strategy) {
        return strategy == null || strategy == NameStrategy.imageSuffix ? "library" : "library/build";
    }

    private void requireNoReservedWord(RepositoryName repository) {
        repository.components().filter(reservedWords::contains).findFirst().ifPresent(word -> {
            throw ApiException.invalid(TARGET, "must not contain the reserved word '%s'".formatted(word));
        });
    }

    /**
     * Checks the name of the image in its repository, which may have further components.
     *
     * @param sources what the image is made from
     * @throws ApiException 400 if its repository is one that no request may name
     */
    public void require(ImageReference image, ImageSources sources) {
        scopes.require(TARGET, image, sources);
    }

    /**
     * The repository of the layer cache, or null.
     *
     * @param sources what the image is made from
     * @throws ApiException 400 if the request names one that it may not name
     */
    @Nullable
    public String cache(CommonParameters common, ImageSources sources) {
        RepositoryName unscoped =
                Optional.ofNullable(common.cache()).orElseGet(() -> isCustom(common.repository()) ? null : cache);
        return unscoped == null ? null : scoped(CACHE, unscoped, sources).typed();
    }

    private RepositoryName scoped(String field, RepositoryName repository, ImageSources sources) {
        return scopes.below(field, repository.registry(), repository.path(), sources)
                .map(component -> repository.below(field, component))
                .orElse(repository);
    }

    private Stream<RepositoryName> ownRepositories() {
        return Stream.of(Optional.ofNullable(build), Optional.ofNullable(cache), Optional.ofNullable(shared))
                .flatMap(Optional::stream);
    }
}
