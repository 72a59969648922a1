package io.wave.worker.registry;

import io.wave.image.ImageReference;
import io.wave.job.engine.folder.PrivateFiles;
import io.wave.registry.config.JobCredentials;
import io.wave.registry.config.RegistriesProperties;
import io.wave.registry.config.RegistryLocation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.json.JsonMapper;

/**
 * The registry configuration of tools that use the containers libraries, such as buildah and skopeo: credentials, locations,
 * and which registries use plain HTTP.
 */
public final class ToolRegistries {

    private static final Pattern LOOPBACK =
            Pattern.compile("(?<![\\w.-])(?:localhost|127\\.0\\.0\\.1|\\[::1])(?::\\d{1,5})?(?=/)");

    private final RegistriesProperties registries;
    private final JobCredentials credentials;
    private final JsonMapper json;

    public ToolRegistries(RegistriesProperties registries, JobCredentials credentials, JsonMapper json) {
        this.registries = registries;
        this.credentials = credentials;
        this.json = json;
    }

    /** Writes the {@link #authFile}, readable by this user only. */
    public void writeAuthFile(String tenant, Collection<ImageReference> images, Path file) throws IOException {
        PrivateFiles.write(file, authFile(tenant, images));
    }

    /** An {@code auth.json} with the tenant's credentials for these images only. */
    public String authFile(String tenant, Collection<ImageReference> images) {
        Map<String, Map<String, String>> auths = new TreeMap<>();
        images.forEach(image -> credentials
                .of(tenant, image)
                .map(found -> Map.of("auth", found.encoded()))
                .ifPresent(auth -> {
                    auths.put(image.name(), auth);
                    auths.put(
                            registries
                                    .location(image.registry(), image.repository())
                                    .location(),
                            auth);
                }));
        return json.writeValueAsString(Map.of("auths", auths));
    }

    /** Writes the {@link #locationsFile}. */
    public void writeLocations(Collection<String> texts, Path file) throws IOException {
        PrivateFiles.write(file, locationsFile(texts));
    }

    /**
     * A {@code registries.conf}.
     *
     * @param texts texts with image names: registries in them that are on this machine use plain HTTP
     */
    public String locationsFile(Collection<String> texts) {
        Map<String, RegistryLocation> locations = new TreeMap<>();
        texts.forEach(text -> loopback(text, locations));
        registries.locations().forEach(location -> locations.put(location.prefix(), location));
        StringBuilder text = new StringBuilder("""
                unqualified-search-registries = ["docker.io"]
                short-name-mode = "disabled"
                """);
        locations
                .values()
                .forEach(location -> text.append(
                        """

                [[registry]]
                prefix = "%s"
                location = "%s"
                insecure = %s
                """.formatted(quoted(location.prefix()), quoted(location.location()), location.insecure())));
        return text.toString();
    }

    /** Registries on this machine use plain HTTP without configuration; the tools need a setting for that. */
    private static void loopback(String text, Map<String, RegistryLocation> locations) {
        Matcher hosts = LOOPBACK.matcher(text);
        while (hosts.find()) {
            locations.put(hosts.group(), new RegistryLocation(hosts.group(), hosts.group(), true));
        }
    }

    private static String quoted(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"");
    }

    /** The location that an image is pushed to; the tools apply configured locations to pulls only. */
    public String destination(ImageReference target) {
        String name = target.toString();
        return registries.locations().stream()
                .filter(location ->
                        name.startsWith(location.prefix() + "/") || name.startsWith(location.prefix() + ":"))
                .max(Comparator.comparingInt(location -> location.prefix().length()))
                .map(location ->
                        location.location() + name.substring(location.prefix().length()))
                .orElse(name);
    }
}
