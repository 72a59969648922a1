package io.wave.api.submission.rules;

import io.wave.api.image.RegistryImageName;
import io.wave.api.web.problem.ApiException;
import io.wave.containerfile.DefinitionFile;
import io.wave.containerfile.DefinitionFile.Header;
import io.wave.containerfile.stage.Value;
import io.wave.image.ImageReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The images and servers that a build of a Singularity definition file fetches from.
 *
 * @param images images in registries
 * @param urls servers named in its headers
 */
record DefinitionFileSources(List<ImageReference> images, List<String> urls) {

    private static final Set<String> REGISTRIES = Set.of("docker", "oras");
    /** Bootstrap agents that do not use a registry. */
    private static final Set<String> OTHERS =
            Set.of("library", "shub", "scratch", "debootstrap", "yum", "dnf", "zypper", "arch", "busybox");

    /** Agents that need the name of an image. */
    private static final Set<String> FROM = Set.of("docker", "oras", "library", "shub");

    private static final List<String> SERVERS = List.of("registry", "library", "mirrorurl", "updateurl");

    /**
     * Parses a definition file.
     *
     * @param field the field that contains it, for error messages
     * @throws ApiException 400 if it uses files of the build worker, or if an image cannot be determined before the
     *     build
     * @throws io.wave.containerfile.syntax.InvalidContainerFileException if it is malformed
     */
    static DefinitionFileSources of(String field, String file) {
        DefinitionFileSources found = new DefinitionFileSources(new ArrayList<>(), new ArrayList<>());
        List<Header> headers = DefinitionFile.parse(file).headers();
        headers.forEach(header -> found.add(field, header));
        requireBase(field, headers);
        return found;
    }

    /** Whether a file has a header of definition files. */
    static boolean isDefinition(String file) {
        return has(DefinitionFile.parse(file).headers(), "bootstrap");
    }

    private static void requireBase(String field, List<Header> headers) {
        if (!has(headers, "bootstrap")) {
            throw ApiException.invalid(
                    field,
                    "has no header 'Bootstrap': begin a Singularity definition with 'Bootstrap: docker' and 'From: <image>'");
        }
        boolean needsImage = headers.stream()
                .map(Header::bootstrap)
                .anyMatch(agent ->
                        agent instanceof Value.Known(var name) && FROM.contains(name.toLowerCase(Locale.ROOT)));
        if (needsImage && !has(headers, "from")) {
            throw ApiException.invalid(
                    field, "has no header 'From': add the name of the base image, such as 'From: <image>'");
        }
    }

    /** The order of headers does not matter, so the first ones may be in front of 'Bootstrap'. */
    private static boolean has(List<Header> headers, String key) {
        return headers.stream()
                .anyMatch(header -> header.value(key)
                        .filter(value -> !(value instanceof Value.Known(var text) && text.isEmpty()))
                        .isPresent());
    }

    private void add(String field, Header header) {
        String place = "%s, line %d".formatted(field, header.line());
        String agent = known(place, "Bootstrap", header.bootstrap()).toLowerCase(Locale.ROOT);
        boolean registry = agent.isEmpty() || REGISTRIES.contains(agent);
        if (!registry && !OTHERS.contains(agent)) {
            throw ApiException.invalid(
                    place,
                    "must not use 'Bootstrap: %s', which reads files of the build worker: use an image in a registry"
                            .formatted(agent));
        }
        String from = known(place, "From", header);
        if (registry) {
            requireNameInFrom(place, header);
        }
        if (registry && !from.isEmpty()) {
            images.add(RegistryImageName.parse(place, from));
        }
        SERVERS.stream()
                .map(key -> known(place, key, header))
                .filter(text -> !text.isEmpty())
                .map(text -> text.contains("://") ? text : "https://" + text)
                .forEach(urls::add);
    }

    /** Singularity puts the values of these headers in front of that of From. */
    private static void requireNameInFrom(String place, Header header) {
        for (String part : List.of("Registry", "Namespace")) {
            if (!known(place, part, header).isEmpty()) {
                throw ApiException.invalid(
                        place,
                        "must not use the header '%s': write the full name of the image in 'From', such as 'From: registry.example.com/team/image:1'"
                                .formatted(part));
            }
        }
    }

    private static String known(String place, String key, Header header) {
        return header.value(key.toLowerCase(Locale.ROOT))
                .map(value -> known(place, key, value))
                .orElse("");
    }

    private static String known(String place, String key, Value value) {
        return switch (value) {
            case Value.Known(var text) -> text;
            case Value.Unknown(var written, var reason) ->
                throw ApiException.invalid(
                        place,
                        "the value of '%s' must be known before the build, but is '%s': %s"
                                .formatted(key, written, reason));
        };
    }
}
