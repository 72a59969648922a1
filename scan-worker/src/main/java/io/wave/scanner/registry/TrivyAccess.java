package io.wave.scanner.registry;

import io.wave.image.ImageReference;
import io.wave.job.engine.folder.PrivateFiles;
import io.wave.registry.config.JobCredentials;
import io.wave.registry.config.RegistriesProperties;
import io.wave.registry.config.RegistryLocation;
import io.wave.token.RequestRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;

/** The registries as Trivy reaches them: their locations, and the credentials for one run. */
public final class TrivyAccess {

    /** The name of the Docker configuration. */
    public static final String CONFIG = "config.json";

    private static final String DOCKER_HUB_KEY = "https://index.docker.io/v1/";

    private final RegistriesProperties registries;
    private final JobCredentials credentials;
    private final JsonMapper json;

    public TrivyAccess(RegistriesProperties registries, JobCredentials credentials, JsonMapper json) {
        this.registries = registries;
        this.credentials = credentials;
        this.json = json;
    }

    /** The name by which Trivy requests an image: at the location of its registry, by its digest if it has one. */
    public String location(String image) {
        return location(ImageReference.parse(image));
    }

    /** The same for a parsed name. */
    public String location(ImageReference image) {
        String location = of(image).location();
        return image.pinned()
                .map(digest -> location + "@" + digest)
                .orElseGet(() -> location + ":" + image.reference());
    }

    /** Whether the registry of an image does not use https. */
    public boolean needsInsecure(String image) {
        return isInsecure(ImageReference.parse(image));
    }

    /** Whether the registry of an image does not use https. */
    public boolean isInsecure(ImageReference image) {
        return of(image).insecure();
    }

    /** Whether Trivy can read what is attached to an image: it insists on https for that, except for hosts that it takes for local ones. */
    public boolean servesAttachments(ImageReference image) {
        return !isInsecure(image) || PlainHosts.contains(host(image));
    }

    /**
     * Writes a Docker configuration with the operator's credentials for an image.
     *
     * @return the folder
     */
    public Path writeConfig(Path folder, String image) throws IOException {
        return writeConfig(folder, RequestRecord.ANONYMOUS, ImageReference.parse(image));
    }

    /** The same with the credentials of a tenant. */
    public Path writeConfig(Path folder, String tenant, ImageReference image) throws IOException {
        PrivateFiles.createDirectory(folder);
        PrivateFiles.write(folder.resolve(CONFIG), config(tenant, image, List.of()));
        return folder;
    }

    /**
     * The text of a Docker configuration with the credentials of a tenant for an image.
     *
     * @param repositories further repositories, with the operator's credentials
     */
    public String config(String tenant, ImageReference image, List<String> repositories) {
        Map<String, Map<String, String>> auths = new TreeMap<>();
        repositories.stream()
                .map(ImageReference::parse)
                .forEach(repository -> add(RequestRecord.ANONYMOUS, repository, auths));
        add(tenant, image, auths);
        return json.writeValueAsString(Map.of("auths", auths));
    }

    private void add(String tenant, ImageReference image, Map<String, Map<String, String>> auths) {
        credentials.of(tenant, image).ifPresent(found -> auths.put(key(image), Map.of("auth", found.encoded())));
    }

    private String key(ImageReference image) {
        String host = host(image);
        return host.equals(ImageReference.DOCKER_HUB) ? DOCKER_HUB_KEY : host;
    }

    private String host(ImageReference image) {
        String location = of(image).location();
        return location.substring(0, location.indexOf('/'));
    }

    private RegistryLocation of(ImageReference image) {
        return registries.location(image.registry(), image.repository());
    }
}
