package io.wave.api.container;

import io.wave.api.build.BuildContent;
import io.wave.api.build.BuildProperties;
import io.wave.api.caller.Caller;
import io.wave.api.content.Layers;
import io.wave.api.content.StorageRoom;
import io.wave.api.content.VerifiedConfig;
import io.wave.api.limit.CallerLimits;
import io.wave.api.problem.ApiException;
import io.wave.api.registry.IncludedLayers;
import io.wave.container.ContainerConfig;
import io.wave.container.Layer;
import java.util.ArrayList;
import java.util.List;
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
    private final StorageRoom room;
    private final WantedImages wishes;
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
            StorageRoom room,
            WantedImages wishes,
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
        this.room = room;
        this.wishes = wishes;
        this.images = images;
        this.builds = builds;
        this.answers = answers;
        this.properties = properties;
    }

    SubmitResponse submit(SubmitRequest request, ApiVersion version, Caller edge) {
        Caller caller = rules.check(request, version, edge);
        limits.takePull(caller);
        ContainerConfig config = laidOver(request, caller);
        VerifiedConfig overlay = layers.verify(config);
        room.requireFor(overlay);
        Optional<BuildContent> content = contents.of(request);
        content.ifPresent(file -> hosts.check(request, file));
        if (content.isEmpty() && !request.isFreeze()) {
            return answers.of(images.accept(request, overlay, caller), version);
        }
        if (!properties.enabled()) {
            throw ApiException.unsupported(wish(request), "is not available: builds are off (wave.build.enabled)");
        }
        WantedImage wanted = wishes.of(request, content, config, overlay, caller);
        return request.isDryRun()
                ? answers.ofDryRun(
                        wanted, builds.isPresent(request, wanted, caller), request.isFreeze(), version, caller)
                : answers.of(builds.accept(request, wanted, caller), version);
    }

    /** The configuration with the layers of the included images on top. */
    private ContainerConfig laidOver(SubmitRequest request, Caller caller) {
        ContainerConfig config = request.config();
        List<String> includes = request.containerIncludes();
        if (includes == null || includes.isEmpty()) {
            return config;
        }
        List<Layer> all = new ArrayList<>(config.layerList());
        all.addAll(included.of(includes, RequestedPlatform.of(request), caller.tenant()));
        return config.withLayers(all);
    }

    /** What of the request wants a build. */
    private static String wish(SubmitRequest request) {
        if (request.hasPackages()) {
            return "packages";
        }
        return request.hasFile() ? "containerFile" : "freeze";
    }
}
