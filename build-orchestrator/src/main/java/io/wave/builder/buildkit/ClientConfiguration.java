package io.wave.builder.buildkit;

import io.wave.build.BuildSpec;
import io.wave.image.ImageReference;
import io.wave.registry.config.JobCredentials;
import io.wave.registry.config.RegistriesProperties;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/** Tells the client of BuildKit of the configured registries: where they are, and the credentials of one build. */
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
     * The {@code config.json} of a build. BuildKit knows one user a registry: where a build has several, that of its target
     * counts.
     *
     * @param images what the build pulls; it also has the credentials for its target, and no others
     */
    String credentials(BuildSpec spec, Collection<ImageReference> images) {
        Map<String, Map<String, String>> auths = new TreeMap<>();
        Stream.concat(Stream.of(spec.target()), images.stream())
                .forEach(image -> credentials
                        .of(spec.tenant(), image)
                        .ifPresent(found -> auths.putIfAbsent(host(image), Map.of("auth", found.encoded()))));
        return json.writeValueAsString(Map.of("auths", auths));
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

    /** Where an image is, without tag and digest. */
    String location(ImageReference image) {
        return registries.location(image.registry(), image.repository()).location();
    }

    /** A source policy that has BuildKit pull images from where they are; empty if that is where their names say. */
    Optional<String> sourcePolicy(Collection<ImageReference> images) {
        List<Map<String, Object>> rules = images.stream()
                .filter(image -> !location(image).equals(image.name()))
                .map(this::rule)
                .toList();
        return rules.isEmpty() ? Optional.empty() : Optional.of(json.writeValueAsString(Map.of("rules", rules)));
    }

    private Map<String, Object> rule(ImageReference image) {
        String suffix = image.toString().substring(image.name().length());
        Map<String, Object> rule = new LinkedHashMap<>();
        rule.put("action", "CONVERT");
        rule.put("selector", Map.of("identifier", "docker-image://" + image));
        rule.put("updates", Map.of("identifier", "docker-image://" + location(image) + suffix));
        return rule;
    }
}
