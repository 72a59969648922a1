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
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
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

    /** The images that a request reads, as far as they are known before. */
    List<ImageReference> read(Submission submission) {
        List<ImageReference> read = new ArrayList<>();
        switch (submission) {
            case Submission.Augment augment -> read.add(augment.image().reference());
            case Submission.Mirror mirror -> read.add(mirror.source().reference());
            case Submission.BuildSubmission build -> read.addAll(bases(build));
        }
        read.addAll(ofLayers(submission.common()));
        return read;
    }

    private Set<ImageReference> bases(Submission.BuildSubmission request) {
        return switch (request.origin()) {
            case Origin.Text text -> hosts.images(request, text);
            case Origin.Image image -> Set.of(image.reference());
        };
    }

    /** The images that a configuration has layers of. */
    static List<ImageReference> ofLayers(CommonParameters common) {
        List<ImageReference> images = new ArrayList<>(IncludedLayers.images(common.includes()));
        images.addAll(layerRepositories(common).values());
        return images;
    }

    /** The repositories that a request names to push to. */
    static List<ImageReference> pushed(Submission submission) {
        if (submission instanceof Submission.Mirror mirror) {
            return List.of(mirror.target());
        }
        CommonParameters common = submission.common();
        return Stream.of(Optional.ofNullable(common.repository()), Optional.ofNullable(common.cache()))
                .flatMap(Optional::stream)
                .map(repository -> ImageReference.parse(repository.typed()))
                .toList();
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
