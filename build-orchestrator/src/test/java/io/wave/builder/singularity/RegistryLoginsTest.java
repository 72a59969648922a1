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
    void eachRegistryOfTheBuildHasItsOwnCredentials() throws IOException {
        write("ubuntu:24.04", "registry.test/team/app:1");
        assertThat(setting("singularity", "docker-config.json"))
                .hasContent("{\"auths\":{\"https://index.docker.io/v1/\":{\"auth\":\"aHViOnNlY3JldA==\"},"
                        + "\"registry.test\":{\"auth\":\"dXNlcjpzZWNyZXQ=\"}}}");
        assertThat(setting("singularity", "remote.yaml")).hasContent("""
                Active: SylabsCloud
                Remotes:
                  SylabsCloud:
                    URI: cloud.sylabs.io
                    System: true
                Credentials:
                - URI: oras://registry.test
                  Auth: Basic dXNlcjpzZWNyZXQ=
                  Insecure: false
                """);
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(setting("apptainer", "docker-config.json"))))
                .isEqualTo("rw-------");
    }

    @Test
    void writesNoFilesWithoutCredentials() throws IOException {
        write("quay.io/base:1", "registry.test/open/app:1");
        assertThat(root.resolve("home")).isEmptyDirectory();
    }

    private void write(String base, String target) throws IOException {
        logins.write(List.of(ImageReference.parse(base)), ImageReference.parse(target), SifFolder.create(root));
    }

    private Path setting(String program, String name) {
        return root.resolve("home").resolve("." + program).resolve(name);
    }
}
