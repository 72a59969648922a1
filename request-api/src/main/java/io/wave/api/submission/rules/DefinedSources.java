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
 * What a Singularity definition makes a builder fetch.
 *
 * @param images images, each in a registry
 * @param urls servers that its headers name
 */
record DefinedSources(List<ImageReference> images, List<String> urls) {

    private static final Set<String> REGISTRIES = Set.of("docker", "oras");
    /** Agents that fetch from servers but not from registries, and one that fetches nothing. */
    private static final Set<String> OTHERS =
            Set.of("library", "shub", "scratch", "debootstrap", "yum", "dnf", "zypper", "arch", "busybox");

    private static final List<String> SERVERS = List.of("registry", "library", "mirrorurl", "updateurl");

    /**
     * Reads a definition.
     *
     * @param field what holds it, for errors
     * @throws ApiException 400 if it starts from files of the builder, or from what only the builder can know
     * @throws io.wave.containerfile.syntax.InvalidContainerFileException if it cannot be read
     */
    static DefinedSources of(String field, String file) {
        DefinedSources found = new DefinedSources(new ArrayList<>(), new ArrayList<>());
        DefinitionFile.parse(file).headers().forEach(header -> found.add(field, header));
        return found;
    }

    private void add(String field, Header header) {
        String place = "%s, line %d,".formatted(field, header.line());
        String agent = known(place, "Bootstrap", header.bootstrap()).toLowerCase(Locale.ROOT);
        boolean registry = agent.isEmpty() || REGISTRIES.contains(agent);
        if (!registry && !OTHERS.contains(agent)) {
            throw ApiException.invalid(
                    place,
                    "must not have 'Bootstrap: %s', which reads files of the build worker: name an image of a registry"
                            .formatted(agent));
        }
        String from = known(place, "From", header);
        if (registry && !from.isEmpty()) {
            images.add(RegistryImageName.parse(place, from));
        }
        SERVERS.stream()
                .map(key -> known(place, key, header))
                .filter(text -> !text.isEmpty())
                .map(text -> text.contains("://") ? text : "https://" + text)
                .forEach(urls::add);
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
                        "must have a value of '%s' that is known before the build, not '%s': %s"
                                .formatted(key, written, reason));
        };
    }
}
