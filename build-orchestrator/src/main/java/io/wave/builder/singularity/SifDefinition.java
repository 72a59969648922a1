package io.wave.builder.singularity;

import io.wave.image.ImageReference;
import io.wave.registry.config.RegistriesProperties;
import io.wave.registry.config.RegistryLocation;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Singularity definition file.
 *
 * @param text the text that is part of the container id
 */
record SifDefinition(String text) {

    private static final String CONTEXT = "{{wave_context_dir}}";
    private static final Pattern FROM = Pattern.compile("(?im)^([ \\t]*from[ \\t]*:[ \\t]*)(\\S+)(?=[ \\t]*$)");

    /**
     * The file for the program: with the path of the context, and images named by the registries they are pulled from.
     */
    String written(Path context, RegistriesProperties registries) {
        return FROM.matcher(text)
                .replaceAll(from -> Matcher.quoteReplacement(from.group(1) + base(from.group(2), registries)))
                .replace(CONTEXT, context.toString());
    }

    /** The base images. */
    List<ImageReference> bases() {
        return FROM.matcher(text)
                .results()
                .map((MatchResult from) -> image(from.group(2)))
                .flatMap(Optional::stream)
                .toList();
    }

    /** Whether the registries of all base images use https. */
    boolean hasSecureBases(RegistriesProperties registries) {
        return bases().stream().allMatch(base -> isSecure(base, registries));
    }

    /** Whether the registry of an image uses https. */
    static boolean isSecure(ImageReference image, RegistriesProperties registries) {
        return !registryLocation(image, registries).insecure();
    }

    private static String base(String name, RegistriesProperties registries) {
        return image(name)
                .filter(image -> !registryLocation(image, registries).location().equals(image.name()))
                .map(image -> location(image, registries))
                .orElse(name);
    }

    /** The image name with the registry it is pulled from. */
    static String location(ImageReference image, RegistriesProperties registries) {
        return registryLocation(image, registries).location()
                + image.withoutRegistry().substring(image.repository().length());
    }

    static RegistryLocation registryLocation(ImageReference image, RegistriesProperties registries) {
        return registries.location(image.registry(), image.repository());
    }

    private static Optional<ImageReference> image(String name) {
        try {
            return Optional.of(ImageReference.parse(name));
        } catch (IllegalArgumentException otherSource) {
            return Optional.empty();
        }
    }
}
