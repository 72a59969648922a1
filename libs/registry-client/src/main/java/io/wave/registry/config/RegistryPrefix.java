package io.wave.registry.config;

import io.wave.image.ImageReference;
import io.wave.image.Tag;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * A registry, or the repositories below a path in it.
 *
 * @param registry host, with a port where it has one
 * @param path path components of repository names; empty for the whole registry
 */
record RegistryPrefix(String registry, String path) {

    private static final String HTTPS_PORT = ":443";
    private static final Pattern LOOPBACK =
            Pattern.compile("^(?:127(?:\\.[0-9]{1,3}){3}|\\[[0:]*:0*1]|\\[::ffff:127[0-9.]+])(?=:|$)");

    /**
     * Parses {@code host[/path]}.
     *
     * @throws IllegalArgumentException if the text has another form
     */
    static RegistryPrefix parse(String text) {
        int slash = text.indexOf('/');
        String host = slash < 0 ? text : text.substring(0, slash);
        String path = slash < 0 ? "" : text.substring(slash + 1);
        ImageReference checked = new ImageReference(host, path.isEmpty() ? "any" : path, new Tag("latest"), null);
        return new RegistryPrefix(checked.registry(), path);
    }

    /** Parses the result of {@link #toString}. */
    static RegistryPrefix ofCanonical(String text) {
        int slash = text.indexOf('/');
        return slash < 0
                ? new RegistryPrefix(text, "")
                : new RegistryPrefix(text.substring(0, slash), text.substring(slash + 1));
    }

    /**
     * Parses {@code host[/path]} of a registry that callers name in images.
     *
     * @throws IllegalArgumentException if the text has another form, or names of images cannot start with the host
     */
    static RegistryPrefix parseOfImages(String text) {
        RegistryPrefix prefix = parse(text);
        if (!ImageReference.looksLikeRegistry(prefix.registry())) {
            throw new IllegalArgumentException(
                    "'%s' cannot be the host of a registry: it has no dot and no port, and is not localhost; for Docker Hub write docker.io/%s"
                            .formatted(prefix.registry(), text));
        }
        return prefix;
    }

    boolean covers(String otherRegistry, String repository) {
        return registry.equals(otherRegistry) && isBelow(repository);
    }

    /** Whether it covers a repository, also if the registry is named by another port or address of the same server. */
    boolean coversServer(String otherRegistry, String repository) {
        return server(registry).equals(server(otherRegistry)) && isBelow(repository);
    }

    /** Whether one of the two covers the other. */
    boolean overlaps(RegistryPrefix other) {
        return registry.equals(other.registry)
                && (path.isEmpty() || other.path.isEmpty() || isBelow(other.path) || other.isBelow(path));
    }

    private boolean isBelow(String repository) {
        return path.isEmpty() || repository.equals(path) || repository.startsWith(path + "/");
    }

    private static String server(String registry) {
        String host = registry.endsWith(HTTPS_PORT)
                ? registry.substring(0, registry.length() - HTTPS_PORT.length())
                : registry;
        return LOOPBACK.matcher(host).replaceFirst("localhost");
    }

    /**
     * The setting of a repository: that of the longest prefix that covers it and has the setting.
     *
     * @param values values by prefix in canonical form
     */
    static <T, V> Optional<V> longest(
            Map<String, T> values, String registry, String repository, Function<T, Optional<V>> setting) {
        return values.entrySet().stream()
                .filter(entry -> ofCanonical(entry.getKey()).covers(registry, repository))
                .flatMap(entry -> setting.apply(entry.getValue()).stream()
                        .map(value -> Map.entry(entry.getKey().length(), value)))
                .max(Comparator.comparingInt(Map.Entry::getKey))
                .map(Map.Entry::getValue);
    }

    @Override
    public String toString() {
        return path.isEmpty() ? registry : registry + "/" + path;
    }
}
