package io.wave.api.submission.plan;

import io.wave.api.access.ImageSources;
import io.wave.api.containerfile.naming.NameStrategy;
import io.wave.api.submission.request.RepositoryName;
import io.wave.api.submission.request.Submission;
import io.wave.api.submission.rules.TargetRepositories;
import org.jspecify.annotations.Nullable;

/**
 * Where the image of a request is pushed to.
 *
 * @param repository its repository
 * @param cache repository of its layer cache, or null
 * @param strategy how the image is named, null for the default
 */
record Destination(
        RepositoryName repository,
        @Nullable String cache,
        @Nullable NameStrategy strategy) {

    static Destination of(
            Submission.BuildSubmission submission, TargetRepositories repositories, ImageSources sources) {
        RepositoryName repository = repositories.target(submission, sources);
        return new Destination(
                repository,
                repositories.cache(submission.common(), sources),
                repositories.strategy(submission.options().strategy(), repository));
    }
}
