package io.wave.api.container;

import io.wave.api.build.BuildContent;
import io.wave.api.build.BuildProperties;
import io.wave.api.problem.ApiException;
import io.wave.api.registry.IncludedLayers;
import io.wave.container.ContainerConfig;
import io.wave.container.Layer;
import io.wave.token.RequestRecord;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Service;

/** Container requests from the rules to the answer. */
@Service
class Submissions {

    private final RequestRules rules;
    private final IncludedLayers included;
    private final Contents contents;
    private final Repositories repositories;
    private final ImageRequests images;
    private final BuildRequests builds;
    private final Answers answers;
    private final BuildProperties properties;

    Submissions(
            RequestRules rules,
            IncludedLayers included,
            Contents contents,
            Repositories repositories,
            ImageRequests images,
            BuildRequests builds,
            Answers answers,
            BuildProperties properties) {
        this.rules = rules;
        this.included = included;
        this.contents = contents;
        this.repositories = repositories;
        this.images = images;
        this.builds = builds;
        this.answers = answers;
        this.properties = properties;
    }

    SubmitResponse submit(SubmitRequest request, ApiVersion version, String clientAddress) {
        rules.check(request, version);
        ContainerConfig config = laidOver(request);
        return contents.of(request)
                .map(content -> build(request, content, config, version, clientAddress))
                .orElseGet(() -> answers.of(images.accept(request, config, clientAddress), version));
    }

    /** The configuration with the layers of the included images on top. */
    private ContainerConfig laidOver(SubmitRequest request) {
        ContainerConfig config = request.config();
        List<String> includes = request.containerIncludes();
        if (includes == null || includes.isEmpty()) {
            return config;
        }
        List<Layer> layers = new ArrayList<>(config.layerList());
        layers.addAll(included.of(includes, RequestedPlatform.of(request), RequestRecord.ANONYMOUS));
        return config.withLayers(layers);
    }

    private SubmitResponse build(
            SubmitRequest request,
            BuildContent content,
            ContainerConfig config,
            ApiVersion version,
            String clientAddress) {
        if (!properties.enabled()) {
            throw ApiException.unsupported("containerFile", "is not available: builds are off (wave.build.enabled)");
        }
        WantedImage wanted = WantedImage.of(request, content, config, repositories);
        return request.isDryRun()
                ? answers.ofDryRun(wanted, builds.isPresent(wanted), request.isFreeze(), version)
                : answers.of(builds.accept(request, wanted, clientAddress), version);
    }
}
