package io.wave.builder;

import static org.assertj.core.api.Assertions.assertThat;

import io.wave.build.BuildId;
import io.wave.build.BuildSpec;
import io.wave.build.BuildSpec.IndexEntry;
import io.wave.image.Digest;
import io.wave.image.ImageReference;
import io.wave.image.Platform;
import io.wave.job.JobRecord;
import io.wave.job.JobState;
import io.wave.oci.MediaTypes;
import io.wave.registry.RegistryClient;
import io.wave.registry.access.RegistryAccess;
import io.wave.registry.manifest.ManifestContent;
import io.wave.store.ObjectStore;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Images for more than one platform, with the real buildah and a real registry. */
class IndexIT extends SharedBuilder {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Platform ARM64 = Platform.parse("linux/arm64");
    private static final String FILE = "FROM scratch\nCOPY busybox /bin/busybox\nENV A=1\n";

    @Autowired
    private BuildRuns builds;

    @Autowired
    private ObjectStore store;

    @Autowired
    private RegistryClient registries;

    @Test
    void listsTheImagesOfOtherBuilds() {
        IndexEntry amd64 = built(Platform.LINUX_AMD64);
        IndexEntry arm64 = built(ARM64);
        JobRecord end = builds.run(of(List.of(amd64, arm64)));
        assertThat(end.failure()).isNull();
        ManifestContent index = manifest(ImageReference.parse(end.target()));
        assertThat(index.digest()).isEqualTo(end.digest());
        assertThat(index.mediaType()).isEqualTo(MediaTypes.OCI_INDEX);
        JsonNode entries = JSON.readTree(index.bytes()).get("manifests");
        assertThat(entries.valueStream().map(entry -> entry.get("digest").stringValue()))
                .containsExactly(String.valueOf(amd64.digest()), String.valueOf(arm64.digest()));
        JsonNode second = entries.get(1);
        assertThat(second.get("platform")).isEqualTo(JSON.readTree("""
                {"architecture":"arm64","os":"linux"}"""));
        ManifestContent image = manifest(arm64.image().at(Objects.requireNonNull(arm64.digest())));
        assertThat(second.get("size").intValue()).isEqualTo(image.bytes().length);
        assertThat(second.get("mediaType").stringValue()).isEqualTo(image.mediaType());
    }

    @Test
    void missingImageAndItsBuildAreNamedInTheFailure() {
        Digest gone = Digest.of(new byte[] {1});
        BuildId maker = BuildId.parse("bd-0123456789abcdef_3");
        IndexEntry missing =
                new IndexEntry(ARM64, maker, ImageReference.parse(REGISTRY.host() + "/test/build:gone"), gone);
        BuildSpec index = of(List.of(missing));
        JobRecord end = builds.run(index);
        assertThat(end.state()).isEqualTo(JobState.FAILED);
        assertThat(end.failure())
                .startsWith("multi-platform build failed: image ")
                .contains(gone.toString(), "linux/arm64", "not found");
        assertThat(builds.log(index))
                .containsSubsequence(
                        "linux/arm64: %s (build %s)\n".formatted(missing.image(), maker),
                        "Error: multi-platform build failed: image ",
                        "not found");
    }

    @Test
    void programOfAnotherArchitectureRequiresEmulation() {
        // The number of the machine in the program's head becomes one that no kernel knows how to run.
        BuildSpec build = TestBuilds.withContainerFile(TestBuilds.running("true", REGISTRY.host(), store), """
                FROM scratch
                COPY busybox /bin/busybox
                COPY busybox /bin/foreign
                RUN ["/bin/busybox", "sh", "-c", "/bin/busybox printf '\\\\377' | /bin/busybox dd of=/bin/foreign bs=1 seek=18 conv=notrunc"]
                RUN ["/bin/foreign", "true"]
                """);
        JobRecord end = builds.run(TestBuilds.on(build, ARM64));
        assertThat(end.failure())
                .startsWith("build failed: ")
                .contains(
                        "a RUN step runs a program of another architecture than the worker; building for linux/arm64 needs the"
                                + " emulation of QEMU");
    }

    private IndexEntry built(Platform platform) {
        BuildSpec build = TestBuilds.withContainerFile(TestBuilds.running("true", REGISTRY.host(), store), FILE);
        JobRecord end = builds.run(TestBuilds.on(build, platform));
        assertThat(end.failure()).isNull();
        return new IndexEntry(platform, build.id(), build.target(), end.digest());
    }

    private BuildSpec of(List<IndexEntry> entries) {
        return TestBuilds.withContainerFile(TestBuilds.running("true", REGISTRY.host(), store), FILE)
                .withIndex(entries);
    }

    private ManifestContent manifest(ImageReference image) {
        return registries.manifest(image, RegistryAccess.NONE).blockOptional().orElseThrow();
    }
}
