package io.wave.builder.singularity;

import io.wave.image.ImageReference;
import io.wave.registry.config.Credentials;
import io.wave.registry.config.JobCredentials;
import io.wave.registry.config.RegistriesProperties;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/** Writes the registry credentials of a build into the configuration files of Singularity. */
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

    void write(List<ImageReference> bases, ImageReference target, SifFolder folder) throws IOException {
        Map<String, Map<String, String>> auths = new LinkedHashMap<>();
        bases.forEach(base -> add(base, auths));
        add(target, auths);
        if (!auths.isEmpty()) {
            folder.writeSetting("docker-config.json", json.writeValueAsString(Map.of("auths", auths)));
        }
        Optional<Credentials> push = credentials(target);
        if (push.isPresent()) {
            folder.writeSetting("remote.yaml", remote(host(target), push.get()));
        }
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
