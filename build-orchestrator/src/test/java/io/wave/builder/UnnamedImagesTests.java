package io.wave.builder;

import static org.assertj.core.api.Assertions.assertThat;

import io.wave.build.BuildSpec;
import io.wave.image.Digest;
import io.wave.image.ImageReference;
import io.wave.job.JobRecord;
import io.wave.local.LocalServices;
import io.wave.local.server.DockerRegistry;
import io.wave.registry.RegistryClient;
import io.wave.registry.access.RegistryAccess;
import io.wave.store.ObjectStore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.DynamicPropertyRegistry;

/** Base images whose {@code ONBUILD} instructions use images that the container file does not name. */
abstract class UnnamedImagesTests {

    @TempDir
    private static Path folder;

    @SuppressWarnings("NullAway.Init") // started with the properties of the context
    private static DockerRegistry registry;

    @Autowired
    private BuildRuns builds;

    @Autowired
    private ObjectStore store;

    @Autowired
    private RegistryClient registries;

    /** Instructions of a base image that copy {@code /secret} of another image, and what the image is called in them. */
    enum Trigger {
        COPY_TAG("COPY --from=%s /secret /copy", Name.TAG),
        COPY_DIGEST("COPY --from=%s /secret /copy", Name.DIGEST),
        COPY_BOTH("COPY --from=%s /secret /copy", Name.BOTH),
        MOUNT(
                "RUN --mount=type=bind,from=%s,target=/other [\"/bin/busybox\", \"cp\", \"/other/secret\", \"/copy\"]",
                Name.TAG);

        private final String instruction;
        private final Name name;

        Trigger(String instruction, Name name) {
            this.instruction = instruction;
            this.name = name;
        }

        String of(Secret secret) {
            return "ONBUILD " + instruction.formatted(nameOf(secret));
        }

        String nameOf(Secret secret) {
            return name.of(secret);
        }
    }

    private enum Name {
        TAG,
        DIGEST,
        BOTH;

        String of(Secret secret) {
            return switch (this) {
                case TAG -> secret.image().toString();
                case DIGEST -> secret.image().at(secret.digest()).toString();
                case BOTH -> secret.image() + "@" + secret.digest();
            };
        }
    }

    /** Starts a registry for which builds have credentials. */
    static void start(DynamicPropertyRegistry properties) {
        registry = LocalServices.newRegistry();
        properties.add("wave.store.location", () -> folder.resolve("objects").toString());
        properties.add("wave.jobs.work-dir", () -> folder.resolve("work").toString());
        String entry = "wave.registries.[%s].".formatted(registry.host());
        properties.add(entry + "username", () -> "user");
        properties.add(entry + "password", () -> "password");
        properties.add("wave.registries.[mirrored.test].endpoint", () -> "http://" + registry.host());
    }

    @AfterAll
    static void stop() {
        registry.close();
    }

    @ParameterizedTest
    @EnumSource
    void areRefused(Trigger trigger) {
        Secret secret = secret();
        String base = base(trigger.of(secret));
        assertThatIsRefused(build("FROM %s\n".formatted(base)), trigger.nameOf(secret));
    }

    @ParameterizedTest
    @EnumSource
    void areUsedIfTheFileNamesThem(Trigger trigger) {
        Secret secret = secret();
        String base = base(trigger.of(secret));
        BuildSpec build = build("FROM %s AS unused\nFROM %s\n".formatted(trigger.nameOf(secret), base));
        assertThat(builds.run(build).failure()).isNull();
        assertThat(PulledImage.pull(registries, build.target()).files())
                .containsEntry(
                        "copy", PulledImage.file(0644, "0:0", secret.content().getBytes(StandardCharsets.UTF_8)));
    }

    /** A build of the same tag may be of any age, so a tag does not stand for other content of its repository. */
    @Test
    void nameOfATagIsNoneOfOtherDigests() {
        Secret named = secret();
        Secret other = secret();
        String name = named.image() + "@" + other.digest();
        String base = base("ONBUILD COPY --from=%s /secret /copy".formatted(name));
        assertThatIsRefused(build("FROM %s AS unused\nFROM %s\n".formatted(named.image(), base)), name);
    }

    @Test
    void imagesOfTheFileAreUsedFromTheirLocation() {
        Secret secret = secret();
        String name = secret.image().toString().replace(registry.host(), "mirrored.test");
        BuildSpec build = build("FROM scratch\nCOPY --from=%s /secret /copy\n".formatted(name));
        assertThat(builds.run(build).failure()).isNull();
        assertThat(PulledImage.pull(registries, build.target()).files()).containsKey("copy");
    }

    @Test
    void areRefusedInStagesBehindStages() {
        Secret secret = secret();
        String base = base(Trigger.COPY_TAG.of(secret));
        BuildSpec build = build("""
                FROM %s AS first
                FROM first AS second
                FROM scratch
                COPY --from=second /copy /copy
                """.formatted(base));
        assertThatIsRefused(build, secret.image().toString());
    }

    private void assertThatIsRefused(BuildSpec build, String image) {
        ImageReference reference = ImageReference.parse(image);
        String untagged = reference.at(reference.reference()).toString();
        assertThat(builds.run(build).failure())
                .startsWith("build failed: containerFile: ")
                .containsAnyOf(words(image), words(untagged));
        assertThat(registries
                        .resolve(build.target(), new RegistryAccess(build.tenant()))
                        .blockOptional())
                .isEmpty();
    }

    private static String words(String image) {
        return "image %s is used, but not named in the file".formatted(image);
    }

    /** An image that a caller may not be able to read. */
    record Secret(ImageReference image, Digest digest, String content) {}

    private Secret secret() {
        BuildSpec build = build("FROM scratch\nCOPY busybox /secret\n");
        String content = build.id().toString();
        BuildSpec changed = TestBuilds.withContext(
                build,
                "FROM scratch\nCOPY secret /secret\n",
                TestBuilds.context(
                        store, new TestBuilds.ContextFile("secret", content.getBytes(StandardCharsets.UTF_8), 0644)));
        JobRecord end = builds.run(changed);
        assertThat(end.failure()).isNull();
        return new Secret(changed.target(), Objects.requireNonNull(end.digest()), content);
    }

    final String base(String trigger) {
        BuildSpec build = build("FROM scratch\nCOPY busybox /bin/busybox\n%s\n".formatted(trigger));
        assertThat(builds.run(build).failure()).isNull();
        return build.target().toString();
    }

    final BuildSpec build(String containerFile) {
        return TestBuilds.withContainerFile(TestBuilds.running("true", registry.host(), store), containerFile);
    }
}
