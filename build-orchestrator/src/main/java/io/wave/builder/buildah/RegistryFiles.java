package io.wave.builder.buildah;

import io.wave.build.BuildSpec;
import io.wave.image.ImageReference;
import io.wave.job.engine.folder.PrivateFiles;
import io.wave.registry.config.JobCredentials;
import io.wave.registry.config.RegistriesProperties;
import io.wave.registry.config.RegistryLocation;
import java.io.IOException;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/** Registry configuration for buildah: credentials, locations, and which registries use plain HTTP. */
public final class RegistryFiles {

    private static final Pattern LOOPBACK =
            Pattern.compile("(?<![\\w.-])(?:localhost|127\\.0\\.0\\.1|\\[::1])(?::\\d{1,5})?(?=/)");

    private final RegistriesProperties registries;
    private final JobCredentials credentials;
    private final JsonMapper json;

    public RegistryFiles(RegistriesProperties registries, JobCredentials credentials, JsonMapper json) {
        this.registries = registries;
        this.credentials = credentials;
        this.json = json;
    }

    /**
     * Writes {@code auth.json} and {@code registries.conf} of a build.
     *
     * @param images the images that the build pulls; credentials are included for them, the target and the cache only
     */
    void write(BuildSpec spec, Collection<ImageReference> images, BuildFolder folder) throws IOException {
        PrivateFiles.write(folder.authFile(), authFile(spec, images));
        PrivateFiles.write(folder.registries(), locations(spec));
    }

    private String authFile(BuildSpec spec, Collection<ImageReference> images) {
        Map<String, Map<String, String>> auths = new TreeMap<>();
        Stream.concat(images.stream(), Stream.concat(Stream.of(spec.target()), cache(spec).stream()))
                .forEach(image -> credentials
                        .of(spec.tenant(), image)
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

    private static Optional<ImageReference> cache(BuildSpec spec) {
        return LayerCache.of(spec).map(ImageReference::parse);
    }

    private String locations(BuildSpec spec) {
        Map<String, RegistryLocation> locations = new TreeMap<>();
        loopback(spec.containerFile(), locations);
        loopback(spec.target().toString(), locations);
        if (spec.cacheRepository() != null) {
            loopback(spec.cacheRepository(), locations);
        }
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

    /** Registries on this machine use plain HTTP without configuration; buildah needs a setting for that. */
    private static void loopback(String text, Map<String, RegistryLocation> locations) {
        Matcher hosts = LOOPBACK.matcher(text);
        while (hosts.find()) {
            locations.put(hosts.group(), new RegistryLocation(hosts.group(), hosts.group(), true));
        }
    }

    private static String quoted(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"");
    }

    /** The location that an image is pushed to; buildah applies configured locations to pulls only. */
    String destination(ImageReference target) {
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
