package io.wave.builder.buildkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wave.build.BuildOutput;
import io.wave.build.BuildSpec;
import io.wave.builder.containerfile.NamedImages;
import io.wave.builder.image.SampleSpec;
import io.wave.image.Platform;
import io.wave.job.JobProfile;
import io.wave.job.engine.plan.Container;
import io.wave.registry.config.RegistriesProperties;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class ContainerDaemonsTest {

    private static final BuildSpec OPEN = SampleSpec.of("FROM busybox");
    private static final BuildSpec RESTRICTED = OPEN.of(OPEN.work().within("0".repeat(32)));
    private static final Map<String, String> POOL = Map.of("address", "tcp://b-0:1234, tcp://b-1:1234");

    @TempDir
    private Path folder;

    @Test
    void buildHasADaemonOfItsOwnWithoutPool() {
        assertThat(tool(OPEN, Map.of())).isEqualTo(Container.Tool.BUILDER);
    }

    @Test
    void buildUsesThePool() {
        assertThat(tool(OPEN, POOL)).isEqualTo(Container.Tool.BUILD_CLIENT);
    }

    /** The state of a daemon of the pool is that of all builds. */
    @Test
    void restrictedBuildHasADaemonOfItsOwn() {
        assertThat(tool(RESTRICTED, POOL)).isEqualTo(Container.Tool.BUILDER);
        assertThat(tool(RESTRICTED, with(POOL, "restricted.external", "true"))).isEqualTo(Container.Tool.BUILD_CLIENT);
    }

    @Test
    void buildForAPlatformThatThePoolDoesNotHaveHasADaemonOfItsOwn() {
        Map<String, String> amd64 = with(POOL, "platforms", "linux/amd64");
        BuildSpec arm64 = SampleSpec.of(
                "registry.test/app:1",
                "FROM busybox",
                new BuildOutput(Platform.parse("linux/arm64"), null, null, null));
        assertThat(tool(OPEN, amd64)).isEqualTo(Container.Tool.BUILD_CLIENT);
        assertThat(tool(arm64, amd64)).isEqualTo(Container.Tool.BUILDER);
    }

    @Test
    void buildWithAProfileHasADaemonOfItsOwnOnWhatItAsksFor() {
        BuildSpec build = OPEN.of(OPEN.work().on(new JobProfile("big")));
        assertThat(tool(build, POOL)).isEqualTo(Container.Tool.BUILDER);
    }

    @Test
    void containersDoNotReachASocketOfTheWorker() {
        assertThat(tool(OPEN, Map.of("address", "unix:///run/buildkit/socket"))).isEqualTo(Container.Tool.BUILDER);
    }

    /** Certificates are renewed while the worker runs. */
    @Test
    void containerGetsTheCertificatesOfItsStart() throws Exception {
        Path certificate = Files.writeString(folder.resolve("tls.crt"), "old");
        ContainerDaemon daemon = daemon(OPEN, with(POOL, "tls.cert", certificate.toString()));
        Files.writeString(certificate, "new");
        assertThat(daemon.secrets()).isEqualTo(Map.of("tlscert.pem", "new"));
        ClientCertificates certificates = new ClientCertificates(Map.of("tlscert", certificate)).in(Container.SECRETS);
        assertThat(certificates.client("buildctl", new DaemonAddress("tcp://b-0:1234")))
                .containsExactly("buildctl", "--addr", "tcp://b-0:1234", "--tlscert", "/wave/secret/tlscert.pem");
    }

    @Test
    void baseIsTheRepositoryOfTheFirstStage() {
        assertThat(base("FROM ubuntu:22.04 AS make\nRUN make\nFROM alpine\nCOPY --from=make /app /app"))
                .isEqualTo(base("FROM ubuntu:24.04"))
                .isEqualTo("docker.io/library/ubuntu");
        assertThat(base("FROM scratch\nCOPY a /a")).isNotEqualTo(base("FROM scratch\nCOPY b /b"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://b:1",
                "tcp://b",
                "tcp://:1234",
                "tcp://b:0",
                "tcp://a b:1",
                "unix://run/socket",
                "tcp://b:1,c"
            })
    void invalidAddressIsNamed(String address) {
        assertThatThrownBy(() -> properties(Map.of("address", address)))
                .isInstanceOf(BindException.class)
                .rootCause()
                .hasMessageStartingWith("wave.build.buildkit.address: must be unix:///path or tcp://host:port");
    }

    private static String base(String containerFile) {
        BuildSpec spec = SampleSpec.of(containerFile);
        return BaseImage.of(spec, NamedImages.of(spec));
    }

    private static Map<String, String> with(Map<String, String> settings, String key, String value) {
        Map<String, String> changed = new HashMap<>(settings);
        changed.put(key, value);
        return changed;
    }

    private static Container.Tool tool(BuildSpec spec, Map<String, String> settings) {
        return daemon(spec, settings).tool();
    }

    private static ContainerDaemon daemon(BuildSpec spec, Map<String, String> settings) {
        return new ContainerDaemons(properties(settings), new RegistriesProperties(Map.of())).of(spec);
    }

    private static BuildKitProperties properties(Map<String, String> settings) {
        MapConfigurationPropertySource source = new MapConfigurationPropertySource();
        settings.forEach((key, value) -> source.put("wave.build.buildkit." + key, value));
        return new Binder(source).bindOrCreate("wave.build.buildkit", BuildKitProperties.class);
    }
}
