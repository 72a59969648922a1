package io.wave.builder.buildah;

import static org.assertj.core.api.Assertions.assertThat;

import io.wave.build.BuildId;
import io.wave.build.BuildSpec;
import io.wave.image.ImageReference;
import io.wave.image.Platform;
import io.wave.registry.RegistriesProperties;
import io.wave.registry.RegistryEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

class RegistryFilesTest {

    @TempDir
    private Path root;

    private final RegistryFiles files = new RegistryFiles(
            new RegistriesProperties(Map.of(
                    "registry.test/team", new RegistryEntry("user", "secret", false, null),
                    "docker.io", new RegistryEntry(null, null, false, "http://mirror.test:5000"))),
            JsonMapper.builder().build());

    @Test
    void credentialsAreForOurUserAlone() throws IOException {
        BuildFolder folder = written("FROM scratch");
        assertThat(folder.authFile())
                .hasContent("{\"auths\":{\"registry.test/team\":{\"auth\":\"dXNlcjpzZWNyZXQ=\"}}}");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.authFile())))
                .isEqualTo("rw-------");
    }

    @Test
    void aRegistryIsFoundAtItsEndpoint() throws IOException {
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
        files.write(
                new BuildSpec(
                        BuildId.parse("bd-0123456789abcdef_1"),
                        1,
                        ImageReference.parse("registry.test/team/app:1"),
                        containerFile,
                        null,
                        Platform.LINUX_AMD64,
                        null,
                        null,
                        "anonymous",
                        Duration.ofMinutes(1),
                        Duration.ofMinutes(1),
                        Instant.EPOCH),
                folder);
        return folder;
    }
}
