package io.wave.builder.buildah;

import static org.assertj.core.api.Assertions.assertThat;

import io.wave.build.BuildOutput;
import io.wave.build.BuildSpec;
import io.wave.builder.containerfile.NamedImages;
import io.wave.builder.image.SampleSpec;
import io.wave.image.ImageReference;
import io.wave.image.Platform;
import io.wave.registry.config.JobCredentials;
import io.wave.registry.config.RegistriesProperties;
import io.wave.registry.config.RegistryEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class RegistryFilesTest {

    @TempDir
    private Path root;

    private final RegistriesProperties registries = new RegistriesProperties(Map.of(
            "registry.test/team", new RegistryEntry("user", "secret", false, null),
            "registry.test/other", new RegistryEntry("user", "other", false, null),
            "hidden.test", new RegistryEntry("user", "hidden", false, null),
            "base.test/team", new RegistryEntry("user", "base", false, "http://mirror.test:5001"),
            "cache.test", new RegistryEntry("user", "cache", false, null),
            "docker.io", new RegistryEntry(null, null, false, "http://mirror.test:5000")));

    private final RegistryFiles files = new RegistryFiles(
            registries,
            JobCredentials.configured(registries),
            JsonMapper.builder().build());

    @Test
    void buildHasCredentialsOfItsReferencesOnly() throws IOException {
        BuildFolder folder = written("""
                FROM base.test/team/base:1
                COPY --from=base.test/open / /
                COPY --from=registry.test/teams/app / /
                """);
        assertThat(folder.authFile())
                .hasContent("{\"auths\":{"
                        + "\"base.test/team/base\":{\"auth\":\"dXNlcjpiYXNl\"},"
                        + "\"cache.test/layers\":{\"auth\":\"dXNlcjpjYWNoZQ==\"},"
                        + "\"mirror.test:5001/team/base\":{\"auth\":\"dXNlcjpiYXNl\"},"
                        + "\"registry.test/team/app\":{\"auth\":\"dXNlcjpzZWNyZXQ=\"}}}");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.authFile())))
                .isEqualTo("rw-------");
    }

    @Test
    void onlyTheImagesOfTheFileAndTheCacheArePulled() throws IOException {
        JsonNode policy = JsonMapper.builder()
                .build()
                .readTree(
                        Files.readString(written("""
                        FROM Base.test/team/base:1
                        COPY --from=base.test/open@sha256:%s / /
                        """.formatted("0".repeat(64))).policy()));
        assertThat(policy.at("/default/0/type").asString()).isEqualTo("reject");
        assertThat(policy.at("/transports/docker").propertyNames())
                .containsExactlyInAnyOrder(
                        "Base.test/team/base:1",
                        "base.test/team/base:1",
                        "Base.test/open@sha256:" + "0".repeat(64),
                        "base.test/open@sha256:" + "0".repeat(64),
                        "cache.test/layers/key");
    }

    @Test
    void registryIsMappedToItsEndpoint() throws IOException {
        assertThat(written("FROM ubuntu").registries()).content().contains("""
                [[registry]]
                prefix = "docker.io"
                location = "mirror.test:5000"
                insecure = true
                """);
    }

    @Test
    void loopbackSpeaksPlainHttp() throws IOException {
        assertThat(written("FROM localhost:5001/base:1\nCOPY --from=127.0.0.1:5002/tools / /")
                        .registries())
                .content()
                .contains("prefix = \"localhost:5001\"", "prefix = \"127.0.0.1:5002\"", "insecure = true");
    }

    @Test
    void pushesGoToTheEndpointToo() {
        assertThat(files.destination(ImageReference.parse("docker.io/me/app:1")))
                .isEqualTo("mirror.test:5000/me/app:1");
        assertThat(files.destination(ImageReference.parse("registry.test/team/app:1")))
                .isEqualTo("registry.test/team/app:1");
        assertThat(files.destination(ImageReference.parse("registry.test/teams/app:1")))
                .isEqualTo("registry.test/teams/app:1");
    }

    private BuildFolder written(String containerFile) throws IOException {
        BuildFolder folder = BuildFolder.create(root);
        BuildSpec spec = SampleSpec.of(
                "registry.test/team/app:1",
                containerFile,
                new BuildOutput(Platform.LINUX_AMD64, null, null, "cache.test/layers"));
        files.write(spec, NamedImages.of(spec).images(), Optional.of("cache.test/layers/key"), folder);
        return folder;
    }
}
