package io.wave.builder.singularity;

import io.wave.image.ImageReference;
import io.wave.registry.config.Credentials;
import io.wave.registry.config.JobCredentials;
import io.wave.registry.config.RegistriesProperties;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;

/** The registry credentials of a build in the configuration files of Singularity. */
final class RegistryLogins {

    private static final String DOCKER_HUB = "https://index.docker.io/v1/";

    private final RegistriesProperties registries;
    private final JobCredentials known;
    private final String tenant;
    private final JsonMapper json;

    RegistryLogins(RegistriesProperties registries, JobCredentials known, String tenant, JsonMapper json) {
        this.registries = registries;
        this.known = known;
        this.tenant = tenant;
        this.json = json;
    }

    /** The contents of the files by their names; those that are not needed are absent. */
    Map<String, String> files(List<ImageReference> bases, ImageReference target) {
        Map<String, Map<String, String>> auths = new LinkedHashMap<>();
        bases.forEach(base -> add(base, auths));
        add(target, auths);
        Map<String, String> files = new TreeMap<>();
        if (!auths.isEmpty()) {
            files.put("docker-config.json", json.writeValueAsString(Map.of("auths", auths)));
        }
        credentials(target).ifPresent(push -> files.put("remote.yaml", remote(host(target), push)));
        return files;
    }

    private void add(ImageReference image, Map<String, Map<String, String>> auths) {
        credentials(image).ifPresent(found -> {
            String host = host(image);
            auths.put(host.equals(ImageReference.DOCKER_HUB) ? DOCKER_HUB : host, Map.of("auth", found.encoded()));
        });
    }

    private Optional<Credentials> credentials(ImageReference image) {
        return known.of(tenant, image);
    }

    private String host(ImageReference image) {
        String location = SifDefinition.registryLocation(image, registries).location();
        return location.substring(0, location.indexOf('/'));
    }

    private static String remote(String host, Credentials credentials) {
        return """
                Active: SylabsCloud
                Remotes:
                  SylabsCloud:
                    URI: cloud.sylabs.io
                    System: true
                Credentials:
                - URI: oras://%s
                  Auth: Basic %s
                  Insecure: false
                """.formatted(host, credentials.encoded());
    }
}
