package io.wave.builder.buildkit;

import io.wave.build.BuildSpec;
import io.wave.image.Digest;
import io.wave.image.ImageReference;
import io.wave.registry.config.JobCredentials;
import io.wave.registry.config.RegistriesProperties;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/** Registry configuration for the client of BuildKit: locations of registries, and the credentials of one build. */
public final class ClientConfiguration {

    private static final String DOCKER_HUB_KEY = "https://index.docker.io/v1/";

    private final RegistriesProperties registries;
    private final JobCredentials credentials;
    private final JsonMapper json;

    public ClientConfiguration(RegistriesProperties registries, JobCredentials credentials, JsonMapper json) {
        this.registries = registries;
        this.credentials = credentials;
        this.json = json;
    }

    /**
     * The {@code config.json} of a build. BuildKit supports one user per registry: if a build has several, that of its target
     * is used.
     *
     * @param images the images that the build pulls; credentials are included for them and the target only
     */
    String credentials(BuildSpec spec, Collection<ImageReference> images) {
        return json.writeValueAsString(Map.of("auths", logins(spec, images)));
    }

    private Map<String, Map<String, String>> logins(BuildSpec spec, Collection<ImageReference> images) {
        Map<String, Map<String, String>> logins = new TreeMap<>();
        Stream.concat(Stream.of(spec.target()), images.stream())
                .forEach(image -> credentials
                        .of(spec.tenant(), image)
                        .ifPresent(found -> logins.putIfAbsent(host(image), Map.of("auth", found.encoded()))));
        return logins;
    }

    /** Whether the tenant of a build has credentials for one of these images. */
    boolean needsCredentials(BuildSpec spec, Collection<ImageReference> images) {
        return images.stream()
                .anyMatch(image -> credentials.of(spec.tenant(), image).isPresent());
    }

    /** {@code host[:port]} of the registries that a build uses. */
    Set<String> registries(BuildSpec spec, Collection<ImageReference> images) {
        return Stream.concat(Stream.of(spec.target()), images.stream())
                .map(this::registry)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private String registry(ImageReference image) {
        return location(image).split("/", 2)[0];
    }

    private String host(ImageReference image) {
        String host = registry(image);
        return host.equals(ImageReference.DOCKER_HUB) ? DOCKER_HUB_KEY : host;
    }

    /** The location of an image, without tag and digest. */
    String location(ImageReference image) {
        return registries.location(image.registry(), image.repository()).location();
    }

    /**
     * The images on hosts for which the build has credentials, whichever image of the host these are for.
     *
     * @param images the images that the build pulls
     */
    List<ImageReference> onHostsWithLogin(BuildSpec spec, Collection<ImageReference> images) {
        Set<String> hosts = logins(spec, images).keySet();
        return images.stream().filter(image -> hosts.contains(host(image))).toList();
    }

    /**
     * The {@link SourcePolicy} of a build.
     *
     * @param images the images that its container file names
     * @param contents what their tags stand for
     */
    String sourcePolicy(Collection<ImageReference> images, Map<ImageReference, Optional<Digest>> contents) {
        return json.writeValueAsString(SourcePolicy.of(images, contents, this::location));
    }
}
