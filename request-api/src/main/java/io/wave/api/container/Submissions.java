package io.wave.api.container;

import io.wave.api.build.BuildProperties;
import io.wave.api.problem.ApiException;
import org.springframework.stereotype.Service;

/** Container requests from the rules to the answer. */
@Service
class Submissions {

    private final RequestRules rules;
    private final Repositories repositories;
    private final ImageRequests images;
    private final BuildRequests builds;
    private final Answers answers;
    private final BuildProperties properties;

    Submissions(
            RequestRules rules,
            Repositories repositories,
            ImageRequests images,
            BuildRequests builds,
            Answers answers,
            BuildProperties properties) {
        this.rules = rules;
        this.repositories = repositories;
        this.images = images;
        this.builds = builds;
        this.answers = answers;
        this.properties = properties;
    }

    SubmitResponse submit(SubmitRequest request, ApiVersion version, String clientAddress) {
        rules.check(request, version);
        if (!request.hasFile()) {
            return answers.of(images.accept(request, clientAddress), version);
        }
        if (!properties.enabled()) {
            throw ApiException.unsupported("containerFile", "is not available: builds are off (wave.build.enabled)");
        }
        WantedImage wanted = WantedImage.of(request, repositories);
        return request.isDryRun()
                ? answers.ofDryRun(wanted, builds.isPresent(wanted), request.isFreeze(), version)
                : answers.of(builds.accept(request, wanted, clientAddress), version);
    }
}
