package io.wave.api.submission;

import io.wave.api.access.ImageAccess;
import io.wave.api.access.ImageSources;
import io.wave.api.content.ConfigLayers;
import io.wave.api.image.IncludedLayers;
import io.wave.api.submission.request.CommonParameters;
import io.wave.api.submission.request.Origin;
import io.wave.api.submission.request.Submission;
import io.wave.api.submission.rules.SourceHostRules;
import io.wave.container.Layer;
import io.wave.image.ImageReference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Checks that callers may read the images that become part of the image they request. */
@Component
class RequestImages {

    private static final String INCLUDES = "containerIncludes";

    private final ImageAccess access;
    private final SourceHostRules hosts;

    RequestImages(ImageAccess access, SourceHostRules hosts) {
        this.access = access;
        this.hosts = hosts;
    }

    /** The images that are read when the image of a request is pulled. */
    static List<ImageReference> read(Submission.Augment request) {
        List<ImageReference> read = new ArrayList<>();
        read.add(request.image().reference());
        read.addAll(IncludedLayers.images(request.common().includes()));
        read.addAll(layerRepositories(request.common()).values());
        return read;
    }

    /** The repositories of the layers that are named by their digests, by the fields that name them. */
    private static Map<String, ImageReference> layerRepositories(CommonParameters common) {
        List<Layer> layers = common.config().layerList();
        Map<String, ImageReference> found = new LinkedHashMap<>();
        for (int i = 0; i < Math.min(layers.size(), ConfigLayers.MAX_LAYERS); i++) {
            String field = "containerConfig.layers[%d].location".formatted(i);
            ConfigLayers.repository(field, layers.get(i)).ifPresent(repository -> found.put(field, repository));
        }
        return found;
    }

    /** The included images and the layers that are named by their digests. */
    ImageSources requireLayers(Submission submission) {
        String tenant = submission.common().caller().tenant();
        boolean built = submission instanceof Submission.BuildSubmission;
        layerRepositories(submission.common())
                .forEach((field, repository) -> access.requireLayerOf(field, repository, built, tenant));
        List<ImageReference> included =
                IncludedLayers.images(submission.common().includes());
        if (built) {
            return access.requireAll(INCLUDES, included, tenant);
        }
        access.requireReadable(INCLUDES, included, tenant);
        return ImageSources.NONE;
    }

    /** The images that a build starts from, copies from and mounts, as far as they are known before it. */
    ImageSources requireBases(Submission.BuildSubmission request) {
        String tenant = request.common().caller().tenant();
        return switch (request.origin()) {
            case Origin.Text text -> access.requireAll(text.field(), hosts.check(request, text), tenant);
            case Origin.Image image -> access.requireAll(image.field(), Set.of(image.reference()), tenant);
        };
    }
}
