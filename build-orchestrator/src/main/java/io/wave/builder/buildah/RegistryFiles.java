package io.wave.builder.buildah;

import io.wave.build.BuildSpec;
import io.wave.image.ImageReference;
import io.wave.registry.config.JobCredentials;
import io.wave.registry.config.RegistriesProperties;
import io.wave.worker.registry.ToolRegistries;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/** Registry configuration for buildah: credentials, locations, and which registries use plain HTTP. */
public final class RegistryFiles {

    private final ToolRegistries registries;

    public RegistryFiles(RegistriesProperties registries, JobCredentials credentials, JsonMapper json) {
        this.registries = new ToolRegistries(registries, credentials, json);
    }

    /**
     * Writes {@code auth.json} and {@code registries.conf} of a build.
     *
     * @param images the images that the build pulls; credentials are included for them, the target and the cache only
     */
    void write(BuildSpec spec, Collection<ImageReference> images, BuildFolder folder) throws IOException {
        List<ImageReference> used = Stream.of(images.stream(), Stream.of(spec.target()), cache(spec).stream())
                .flatMap(references -> references)
                .toList();
        registries.writeAuthFile(spec.tenant(), used, folder.authFile());
        registries.writeLocations(
                Stream.concat(
                                Stream.of(spec.containerFile(), spec.target().toString()),
                                Stream.ofNullable(spec.cacheRepository()))
                        .toList(),
                folder.registries());
    }

    private static Optional<ImageReference> cache(BuildSpec spec) {
        return LayerCache.of(spec).map(ImageReference::parse);
    }

    /** The location that an image is pushed to; buildah applies configured locations to pulls only. */
    String destination(ImageReference target) {
        return registries.destination(target);
    }
}
