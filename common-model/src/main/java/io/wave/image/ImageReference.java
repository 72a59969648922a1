package io.wave.image;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.wave.network.Port;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A fully qualified image name: {@code registry/repository:tag}, {@code registry/repository@digest} or both. Short
 * names are completed as in Docker: the default registry is {@code docker.io}, a single path component there is in
 * {@code library/}, and the default tag is {@code latest}.
 *
 * @param registry host with optional port, in lower case; {@code docker.io} for Docker Hub under all its names
 * @param repository repository in the registry, as defined by the OCI distribution specification
 * @param tag the tag; absent if only a digest was given
 * @param digest the pinned digest; it takes precedence over the tag
 */
public record ImageReference(
        String registry,
        String repository,
        @Nullable Tag tag,
        @Nullable Digest digest) {

    /** The name of Docker Hub in image references. */
    public static final String DOCKER_HUB = "docker.io";

    /** Tools keep some of them as they are written. */
    private static final List<String> DOCKER_HUB_NAMES =
            List.of(DOCKER_HUB, "index.docker.io", "registry-1.docker.io", "registry.hub.docker.com");

    private static final Pattern COMPONENT = Pattern.compile("[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*");
    private static final String LABEL_END = "(?:[a-zA-Z0-9-]*[a-zA-Z0-9])?";
    private static final String HOST_NAME = "(?:[a-zA-Z0-9]" + LABEL_END + "\\.)*[a-zA-Z]" + LABEL_END;
    /** Without leading zeros, which some programs read as octal numbers. */
    private static final String OCTET = "(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";

    private static final String IPV4 = "(?:" + OCTET + "\\.){3}" + OCTET;
    private static final String IPV6 = "\\[[0-9a-fA-F:.]+]";
    private static final Pattern HOST =
            Pattern.compile("(?:" + HOST_NAME + "|" + IPV4 + "|" + IPV6 + ")(?::[0-9]{1,5})?");
    private static final int MAX_LENGTH = 255;

    /** @throws IllegalArgumentException if a part is malformed, or if both tag and digest are absent */
    public ImageReference {
        registry = canonicalRegistry(registry);
        if (!isHost(registry)) {
            throw new IllegalArgumentException("invalid registry host '%s'".formatted(registry));
        }
        requirePort(registry);
        requireRepository(repository);
        if (tag == null && digest == null) {
            throw new IllegalArgumentException("a tag or digest is required");
        }
    }

    /**
     * Parses a name as a user types it.
     *
     * @throws IllegalArgumentException with a message for users if it is not an image name
     */
    @JsonCreator
    public static ImageReference parse(String text) {
        try {
            return parts(text);
        } catch (IllegalArgumentException reason) {
            throw new IllegalArgumentException("invalid name '%s': %s".formatted(text, reason.getMessage()), reason);
        }
    }

    private static ImageReference parts(String text) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("must not be empty");
        }
        if (text.contains("://")) {
            throw new IllegalArgumentException("must not start with a protocol");
        }
        int at = text.indexOf('@');
        Digest digest = at < 0 ? null : Digest.parse(text.substring(at + 1));
        String name = at < 0 ? text : text.substring(0, at);
        int colon = name.indexOf(':', name.lastIndexOf('/') + 1);
        Tag tag = colon < 0 ? null : new Tag(name.substring(colon + 1));
        if (tag == null && digest == null) {
            tag = new Tag("latest");
        }
        String path = colon < 0 ? name : name.substring(0, colon);
        int slash = path.indexOf('/');
        boolean hasRegistry = slash > 0 && looksLikeRegistry(path.substring(0, slash));
        String registry = hasRegistry ? canonicalRegistry(path.substring(0, slash)) : DOCKER_HUB;
        String repository = hasRegistry ? path.substring(slash + 1) : path;
        if (registry.equals(DOCKER_HUB) && repository.indexOf('/') < 0) {
            repository = "library/" + repository;
        }
        return new ImageReference(registry, repository, tag, digest);
    }

    /** Whether the first component of a name is a registry: it contains a dot or a port, or is {@code localhost}. */
    public static boolean looksLikeRegistry(String component) {
        return component.indexOf('.') >= 0 || component.indexOf(':') >= 0 || component.equals("localhost");
    }

    /** Whether it can be the host and port of a URL. */
    private static boolean isHost(String registry) {
        return registry.length() <= MAX_LENGTH
                && HOST.matcher(registry).matches()
                && (!registry.startsWith("[") || isHostOfUrl(registry));
    }

    private static boolean isHostOfUrl(String registry) {
        try {
            return new URI("https://" + registry).getHost() != null;
        } catch (URISyntaxException malformed) {
            return false;
        }
    }

    private static void requirePort(String host) {
        int colon = host.lastIndexOf(':');
        if (colon > host.lastIndexOf(']')) {
            if (Port.parse(host.substring(colon + 1)).isEmpty()) {
                throw new IllegalArgumentException("the port of '%s' %s".formatted(host, Port.RULE));
            }
        }
    }

    /** Checks a repository name against the OCI grammar. */
    public static void requireRepository(String repository) {
        if (repository.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "the repository must not be longer than %d characters".formatted(MAX_LENGTH));
        }
        for (String component : repository.split("/", -1)) {
            if (!COMPONENT.matcher(component).matches()) {
                throw new IllegalArgumentException(
                        "invalid repository '%s': %s".formatted(repository, rule(repository)));
            }
        }
    }

    private static String rule(String repository) {
        return repository.equals(repository.toLowerCase(Locale.ROOT))
                ? "use lowercase letters and digits, separated by '/', '.', '_', '__' or '-'"
                : "must be in lower case";
    }

    private static String canonicalRegistry(String registry) {
        String host = registry.toLowerCase(Locale.ROOT);
        return DOCKER_HUB_NAMES.contains(host) ? DOCKER_HUB : host;
    }

    /** All names of the registry, in lower case. */
    public List<String> registryNames() {
        return registry.equals(DOCKER_HUB) ? DOCKER_HUB_NAMES : List.of(registry);
    }

    /** The reference to request from the registry: the digest, or else the tag. */
    public Reference reference() {
        if (digest != null) {
            return digest;
        }
        if (tag != null) {
            return tag;
        }
        throw new IllegalStateException("checked by the constructor");
    }

    /** The pinned digest, if any. */
    public Optional<Digest> pinned() {
        return Optional.ofNullable(digest);
    }

    /** The same repository with only this reference. */
    public ImageReference at(Reference other) {
        return switch (other) {
            case Tag newTag -> new ImageReference(registry, repository, newTag, null);
            case Digest newDigest -> new ImageReference(registry, repository, null, newDigest);
        };
    }

    /** {@code registry/repository}, without tag or digest. */
    public String name() {
        return registry + "/" + repository;
    }

    /** {@code repository:tag}, {@code repository@digest} or both: the name without its registry. */
    public String withoutRegistry() {
        return repository + (tag == null ? "" : ":" + tag) + (digest == null ? "" : "@" + digest);
    }

    @JsonValue
    @Override
    public String toString() {
        return registry + "/" + withoutRegistry();
    }
}
