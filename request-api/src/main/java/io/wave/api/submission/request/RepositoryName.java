package io.wave.api.submission.request;

import io.wave.api.web.problem.ApiException;
import io.wave.image.ImageReference;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A repository as the user wrote it: with or without registry, never with a tag.
 *
 * @param typed the text, which is part of ids and names
 * @param canonical full name with registry
 */
public record RepositoryName(String typed, String canonical) {

    private static final Pattern PROTOCOL = Pattern.compile("[A-Za-z0-9]+://.*");
    private static final Pattern USER = Pattern.compile("[^/@]*@[^/]*/.*");

    /** Parses the repository in a field of the request. */
    public static RepositoryName parse(String field, String text) {
        if (PROTOCOL.matcher(text).matches()) {
            throw ApiException.invalid(field, "must not include a protocol: '%s'".formatted(text));
        }
        if (text.indexOf('/') < 0 && ImageReference.looksLikeRegistry(text) && !hasTag(text)) {
            throw ApiException.invalid(field, "must name a repository, not only a registry: '%s'".formatted(text));
        }
        if (USER.matcher(text).matches()) {
            throw ApiException.invalid(
                    field, "must not include a user name or password: credentials belong to the API token");
        }
        if (text.indexOf('@') >= 0 || hasTag(text)) {
            throw ApiException.invalid(field, "must not include a tag or digest: '%s'".formatted(text));
        }
        try {
            return new RepositoryName(text, ImageReference.parse(text).name());
        } catch (IllegalArgumentException malformed) {
            throw ApiException.invalid(field, String.valueOf(malformed.getMessage()));
        }
    }

    /** Parses a configured repository, which may be a registry only. */
    public static RepositoryName orRegistry(String key, String text) {
        return text.indexOf('/') < 0 && ImageReference.looksLikeRegistry(text)
                ? new RepositoryName(text, text)
                : parse(key, text);
    }

    /** Whether it is a registry only. */
    public boolean isRegistry() {
        return canonical.indexOf('/') < 0;
    }

    /** The host of the registry. */
    public String registry() {
        return isRegistry() ? canonical : canonical.substring(0, canonical.indexOf('/'));
    }

    /**
     * A repository below this one.
     *
     * @param field the field that names this one, for error messages
     */
    public RepositoryName below(String field, String path) {
        return parse(field, typed + "/" + path);
    }

    /** The path, without the registry; empty for a registry only. */
    public String path() {
        return isRegistry() ? "" : canonical.substring(canonical.indexOf('/') + 1);
    }

    /** The components of the path, without the registry. */
    public Stream<String> components() {
        return Arrays.stream(canonical.split("/")).skip(1);
    }

    /** Whether this is the other repository or below it; only whole path components are compared. */
    public boolean isWithin(RepositoryName other) {
        return canonical.equals(other.canonical) || canonical.startsWith(other.canonical + "/");
    }

    /** A colon in the last component starts a tag, unless that component is a registry with a port. */
    private static boolean hasTag(String text) {
        int slash = text.lastIndexOf('/');
        int colon = text.indexOf(':', slash + 1);
        return colon >= 0 && (slash >= 0 || !text.substring(colon + 1).matches("\\d+"));
    }
}
