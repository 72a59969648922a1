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
 * The images and URLs that a build of a Dockerfile fetches. The file is parsed in all dialects, since builders differ;
 * only errors found by the current dialect are reported.
 *
 * @param images images in registries
 * @param added sources of {@code ADD} that are known before the build
 */
record DockerfileSources(List<ImageReference> images, List<String> added) {

    /**
     * Parses a Dockerfile.
     *
     * @param field the field that contains it, for error messages
     * @throws ApiException 400 if an image is not in a registry or cannot be determined before the build
     * @throws io.wave.containerfile.syntax.InvalidContainerFileException if it is malformed
     */
    static DockerfileSources of(String field, String file, List<Platform> platforms) {
        DockerfileSources found = new DockerfileSources(new ArrayList<>(), new ArrayList<>());
        for (Dialect dialect : Dialect.values()) {
            ContainerFile read = ContainerFile.parse(file, dialect);
            if (dialect == Dialect.BUILDKIT) {
                requireFrom(field, file, read);
            }
            for (Platform platform : platforms) {
                read.sources(BuildArguments.of(platform)).forEach(source -> found.add(field, source, dialect));
            }
        }
        return found;
    }

    private static void requireFrom(String field, String file, ContainerFile read) {
        if (read.instructions().stream().noneMatch(instruction -> instruction.is("FROM"))) {
            throw ApiException.invalid(
                    field,
                    DefinitionFileSources.isDefinition(file)
                            ? "is a Singularity definition: add the format 'sif', or begin with 'FROM <image>'"
                            : "has no FROM instruction: begin with 'FROM <image>'");
        }
    }

    private void add(String field, Source source, Dialect dialect) {
        switch (source) {
            case Source.Image image -> add(field, image, dialect == Dialect.BUILDKIT);
            case Source.Added(var _, var _, Value.Known(var text)) -> added.add(text);
            case Source.Added _ -> {
                // Only known during the build; the egress rules of the build worker apply.
            }
        }
    }

    private void add(String field, Source.Image image, boolean strict) {
        String place = "%s, line %d (%s)".formatted(field, image.line(), image.place());
        switch (image.name()) {
            case Value.Known(var name)
            when strict -> {
                if (name.isEmpty()) {
                    throw ApiException.invalid(place, "has no image: its variables have no value");
                }
                images.add(RegistryImageName.inFile(place, name));
            }
            case Value.Known(var name) -> RegistryImageName.ifAny(place, name).ifPresent(images::add);
            case Value.Unknown(var written, var reason) -> {
                if (strict) {
                    throw ApiException.invalid(
                            place,
                            "the image must be known before the build, but is '%s': %s".formatted(written, reason));
                }
            }
        }
    }
}
