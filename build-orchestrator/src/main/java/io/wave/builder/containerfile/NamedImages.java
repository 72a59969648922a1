package io.wave.builder.containerfile;

import io.wave.build.BuildSpec;
import io.wave.builder.context.InvalidContextException;
import io.wave.containerfile.ContainerFile;
import io.wave.containerfile.DefinitionFile;
import io.wave.containerfile.LocalTransport;
import io.wave.containerfile.RemoteLocation;
import io.wave.containerfile.stage.Source;
import io.wave.containerfile.stage.Value;
import io.wave.containerfile.syntax.Dialect;
import io.wave.containerfile.syntax.InvalidContainerFileException;
import io.wave.image.ImageReference;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The images and other sources that a container file refers to, in every dialect that the builder may parse.
 *
 * @param images images in registries
 * @param added sources of {@code ADD}: files of the context and URLs
 */
public record NamedImages(Set<ImageReference> images, Set<String> added) {

    /** Far above the number in any file that a person writes. */
    private static final int MAX_SOURCES = 1000;

    /**
     * Parses the file of a build.
     *
     * @throws InvalidContextException if it refers to images outside of registries, or to images known only during the
     *     build
     */
    public static NamedImages of(BuildSpec spec) {
        try {
            return spec.isSingularity() ? ofDefinition(spec) : ofContainerFile(spec);
        } catch (InvalidContainerFileException unreadable) {
            throw new InvalidContextException("containerFile: " + unreadable.getMessage());
        }
    }

    private static NamedImages ofContainerFile(BuildSpec spec) {
        Set<ImageReference> images = new LinkedHashSet<>();
        Set<String> added = new LinkedHashSet<>();
        for (Source source : sources(spec)) {
            switch (source) {
                case Source.Image(int line, String place, Value name, var _) ->
                    image(name, "line %d: %s".formatted(line, place)).ifPresent(images::add);
                case Source.Added(int _, String _, Value.Known(String name)) -> added.add(name);
                case Source.Added(int _, String _, Value.Unknown _) -> {
                    // The egress guard checks what it resolves to.
                }
            }
        }
        return new NamedImages(images, added);
    }

    /** {@code host[:port]} of the servers of the URLs that are added. */
    public Set<String> servers() {
        return added.stream()
                .flatMap(text -> RemoteLocation.of(text).stream())
                .map(NamedImages::server)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static String server(RemoteLocation location) {
        boolean hasDefaultPort = location.port().isEmpty() && location.scheme().equals("https");
        return hasDefaultPort ? location.authority() + ":443" : location.authority();
    }

    /** Parses the file in every dialect of the builder. */
    private static List<Source> sources(BuildSpec spec) {
        List<Source> sources = new ArrayList<>();
        for (Dialect dialect : Dialect.values()) {
            sources.addAll(
                    ContainerFile.parse(spec.containerFile(), dialect).sources(PlatformArguments.of(spec.platform())));
        }
        List<Source> distinct = sources.stream().distinct().toList();
        if (distinct.size() > MAX_SOURCES) {
            throw new InvalidContextException("containerFile: refers to more than %d sources".formatted(MAX_SOURCES));
        }
        return distinct;
    }

    private static NamedImages ofDefinition(BuildSpec spec) {
        Set<ImageReference> images = new LinkedHashSet<>();
        for (DefinitionFile.Header header :
                DefinitionFile.parse(spec.containerFile()).headers()) {
            String place = "line %d: From".formatted(header.line());
            Stream.ofNullable(header.value("from").orElse(null))
                    .flatMap(name -> image(name, place).stream())
                    .forEach(images::add);
        }
        return new NamedImages(images, Set.of());
    }

    /** Empty for names that are not images in a registry, such as a stage that a step mounts. */
    private static Optional<ImageReference> image(Value value, String place) {
        return switch (value) {
            case Value.Unknown(String written, String reason) ->
                throw new InvalidContextException(
                        "containerFile: %s: the image '%s' is not known before the build: %s; use a fixed name"
                                .formatted(place, written, reason));
            case Value.Known(String name) -> {
                LocalTransport.of(name).ifPresent(transport -> {
                    throw new InvalidContextException(
                            "containerFile: %s: '%s' refers to a file or storage of the builder (%s); only images in registries are allowed"
                                    .formatted(place, name, transport));
                });
                yield parsed(name);
            }
        };
    }

    /** The image with this name; empty if it is not the name of an image. */
    static Optional<ImageReference> parsed(String name) {
        try {
            return Optional.of(
                    ImageReference.parse(name.startsWith("docker://") ? name.substring("docker://".length()) : name));
        } catch (IllegalArgumentException noImage) {
            return Optional.empty();
        }
    }
}
