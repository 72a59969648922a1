package io.wave.api.container;

import io.wave.api.build.BuildContent;
import io.wave.api.build.BuildProperties;
import io.wave.api.content.Layers;
import io.wave.api.content.VerifiedConfig;
import io.wave.api.freeze.Freezes;
import io.wave.api.freeze.Frozen;
import io.wave.api.limit.CallerLimits;
import io.wave.api.problem.ApiException;
import io.wave.api.registry.IncludedLayers;
import io.wave.container.ContainerConfig;
import io.wave.container.Layer;
import io.wave.image.Platform;
import io.wave.token.RequestRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.springframework.stereotype.Service;

/** Container requests from the rules to the answer. */
@Service
class Submissions {

    private final RequestRules rules;
    private final CallerLimits limits;
    private final IncludedLayers included;
    private final Contents contents;
    private final SourceHosts hosts;
    private final Layers layers;
    private final Freezes freezes;
    private final Repositories repositories;
    private final ImageRequests images;
    private final BuildRequests builds;
    private final Answers answers;
    private final BuildProperties properties;

    Submissions(
            RequestRules rules,
            CallerLimits limits,
            IncludedLayers included,
            Contents contents,
            SourceHosts hosts,
            Layers layers,
            Freezes freezes,
            Repositories repositories,
            ImageRequests images,
            BuildRequests builds,
            Answers answers,
            BuildProperties properties) {
        this.rules = rules;
        this.limits = limits;
        this.included = included;
        this.contents = contents;
        this.hosts = hosts;
        this.layers = layers;
        this.freezes = freezes;
        this.repositories = repositories;
        this.images = images;
        this.builds = builds;
        this.answers = answers;
        this.properties = properties;
    }

    SubmitResponse submit(SubmitRequest request, ApiVersion version, String clientAddress) {
        rules.check(request, version);
        limits.takePull(clientAddress);
        ContainerConfig config = laidOver(request);
        VerifiedConfig overlay = layers.verify(config);
        Optional<BuildContent> content = contents.of(request);
        content.ifPresent(file -> hosts.check(request, file));
        if (content.isEmpty() && !request.isFreeze()) {
            return answers.of(images.accept(request, overlay, clientAddress), version);
        }
        if (!properties.enabled()) {
            throw ApiException.unsupported(
                    request.hasFile() ? "containerFile" : "freeze",
                    "is not available: builds are off (wave.build.enabled)");
        }
        WantedImage wanted = request.isFreeze()
                ? WantedImage.frozen(request, freeze(request, content, config), config, overlay, repositories)
                : WantedImage.of(request, content.orElseThrow(), overlay, repositories);
        return request.isDryRun()
                ? answers.ofDryRun(wanted, builds.isPresent(wanted), request.isFreeze(), version)
                : answers.of(builds.accept(request, wanted, clientAddress), version);
    }

    /** The configuration with the layers of the included images on top. */
    private ContainerConfig laidOver(SubmitRequest request) {
        ContainerConfig config = request.config();
        List<String> includes = request.containerIncludes();
        if (includes == null || includes.isEmpty()) {
            return config;
        }
        List<Layer> all = new ArrayList<>(config.layerList());
        all.addAll(included.of(includes, RequestedPlatform.of(request), RequestRecord.ANONYMOUS));
        return config.withLayers(all);
    }

    private Frozen freeze(SubmitRequest request, Optional<BuildContent> content, ContainerConfig config) {
        Platform platform = RequestedPlatform.of(request);
        String tenant = RequestRecord.ANONYMOUS;
        return content.map(file -> freezes.content(file, config, platform, tenant, request.isSingularity()))
                .orElseGet(() -> freezes.image(
                        Objects.requireNonNull(request.containerImage()),
                        config,
                        platform,
                        tenant,
                        request.isSingularity()));
    }
}
