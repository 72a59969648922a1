package io.wave.registry.config;

import io.wave.image.ImageReference;
import io.wave.image.Tag;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A registry, or the repositories below a path in it.
 *
 * @param registry host, with a port where it has one
 * @param path path components of repository names; empty for the whole registry
 */
record RegistryPrefix(String registry, String path) {

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

    boolean covers(String otherRegistry, String repository) {
        return registry.equals(otherRegistry)
                && (path.isEmpty() || repository.equals(path) || repository.startsWith(path + "/"));
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
