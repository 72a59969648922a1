package io.wave.api.submission.rules;

import io.wave.api.containerfile.BuildArguments;
import io.wave.api.image.RegistryImageName;
import io.wave.api.web.problem.ApiException;
import io.wave.containerfile.ContainerFile;
import io.wave.containerfile.stage.Source;
import io.wave.containerfile.stage.Value;
import io.wave.containerfile.syntax.Dialect;
import io.wave.image.ImageReference;
import io.wave.image.Platform;
import java.util.ArrayList;
import java.util.List;

/**
 * What a container file in Docker's language makes a builder fetch. The file is read in all dialects, since builders
 * differ; only what the current one finds is required to be well-formed.
 *
 * @param images images, each in a registry
 * @param added sources of {@code ADD}, as far as they are known before the build
 */
record NamedSources(List<ImageReference> images, List<String> added) {

    /**
     * Reads a file.
     *
     * @param field what holds it, for errors
     * @throws ApiException 400 if it names an image that is not in a registry, or that only the builder can know
     * @throws io.wave.containerfile.syntax.InvalidContainerFileException if it cannot be read
     */
    static NamedSources of(String field, String file, List<Platform> platforms) {
        NamedSources found = new NamedSources(new ArrayList<>(), new ArrayList<>());
        for (Dialect dialect : Dialect.values()) {
            ContainerFile read = ContainerFile.parse(file, dialect);
            for (Platform platform : platforms) {
                read.sources(BuildArguments.of(platform)).forEach(source -> found.add(field, source, dialect));
            }
        }
        return found;
    }

    private void add(String field, Source source, Dialect dialect) {
        switch (source) {
            case Source.Image image -> add(field, image, dialect == Dialect.BUILDKIT);
            case Source.Added(var _, var _, Value.Known(var text)) -> added.add(text);
            case Source.Added _ -> {
                // Known to the builder alone, which connects only where it may.
            }
        }
    }

    private void add(String field, Source.Image image, boolean strict) {
        String place = "%s, line %d (%s),".formatted(field, image.line(), image.place());
        switch (image.name()) {
            case Value.Known(var name)
            when strict -> {
                if (name.isEmpty()) {
                    throw ApiException.invalid(place, "names no image: no value is given for its variables");
                }
                images.add(RegistryImageName.inFile(place, name));
            }
            case Value.Known(var name) -> RegistryImageName.ifAny(place, name).ifPresent(images::add);
            case Value.Unknown(var written, var reason) -> {
                if (strict) {
                    throw ApiException.invalid(
                            place,
                            "must name an image that is known before the build, not '%s': %s"
                                    .formatted(written, reason));
                }
            }
        }
    }
}
