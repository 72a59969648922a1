package io.wave.builder.buildah;

import io.wave.build.BuildSpec;
import io.wave.image.ImageReference;
import io.wave.job.engine.folder.PrivateFiles;
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
    private final JsonMapper json;

    public RegistryFiles(RegistriesProperties registries, JobCredentials credentials, JsonMapper json) {
        this.registries = new ToolRegistries(registries, credentials, json);
        this.json = json;
    }

    /**
     * Writes {@code auth.json}, {@code registries.conf} and {@code policy.json} of a build.
     *
     * @param images the images that the build pulls; credentials are included for them, the target and the cache only
     * @param cache repository of layer caches that the build uses, without tag
     */
    void write(BuildSpec spec, Collection<ImageReference> images, Optional<String> cache, BuildFolder folder)
            throws IOException {
        PrivateFiles.write(folder.policy(), json.writeValueAsString(ImagePolicy.of(spec, images, cache)));
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
