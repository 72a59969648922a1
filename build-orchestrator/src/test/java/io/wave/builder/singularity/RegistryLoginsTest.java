package io.wave.builder.singularity;

import static org.assertj.core.api.Assertions.assertThat;

import io.wave.image.ImageReference;
import io.wave.registry.config.JobCredentials;
import io.wave.registry.config.RegistriesProperties;
import io.wave.registry.config.RegistryEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

class RegistryLoginsTest {

    @TempDir
    private Path root;

    private final RegistriesProperties registries = new RegistriesProperties(Map.of(
            "docker.io", new RegistryEntry("hub", "secret", false, null),
            "registry.test/team", new RegistryEntry("user", "secret", false, null),
            "other.test", new RegistryEntry("user", "other", false, null)));

    private final RegistryLogins logins = new RegistryLogins(
            registries,
            JobCredentials.configured(registries),
            "anonymous",
            JsonMapper.builder().build());

    @Test
    void eachRegistryOfTheBuildHasItsOwnCredentials() {
        Map<String, String> files = files("ubuntu:24.04", "registry.test/team/app:1");
        assertThat(files)
                .containsOnly(
                        Map.entry(
                                "docker-config.json",
                                "{\"auths\":{\"https://index.docker.io/v1/\":{\"auth\":\"aHViOnNlY3JldA==\"},"
                                        + "\"registry.test\":{\"auth\":\"dXNlcjpzZWNyZXQ=\"}}}"),
                        Map.entry("remote.yaml", """
                                Active: SylabsCloud
                                Remotes:
                                  SylabsCloud:
                                    URI: cloud.sylabs.io
                                    System: true
                                Credentials:
                                - URI: oras://registry.test
                                  Auth: Basic dXNlcjpzZWNyZXQ=
                                  Insecure: false
                                """));
    }

    @Test
    void thereAreNoFilesWithoutCredentials() {
        assertThat(files("quay.io/base:1", "registry.test/open/app:1")).isEmpty();
    }

    @Test
    void onlyTheWorkerReadsTheFiles() throws IOException {
        SifFolder folder = SifFolder.create(root);
        folder.writeSettings(Map.of("docker-config.json", "{}"));
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(root.resolve("home/.apptainer/docker-config.json"))))
                .isEqualTo("rw-------");
        assertThat(root.resolve("home/.singularity/docker-config.json")).hasContent("{}");
    }

    private Map<String, String> files(String base, String target) {
        return logins.files(List.of(ImageReference.parse(base)), ImageReference.parse(target));
    }
}
