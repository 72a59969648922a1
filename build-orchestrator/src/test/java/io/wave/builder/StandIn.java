package io.wave.builder;

import io.wave.build.BuildSpec;
import io.wave.image.ImageReference;
import io.wave.store.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.springframework.test.context.DynamicPropertyRegistry;

/** A program that stands in for Apptainer, and builds with it. */
final class StandIn {

    private static final String NAME = "apptainer";
    private static final String REPOSITORY = "sif";

    private StandIn() {}

    /** Writes the program into a folder. */
    static void writeTo(Path folder) throws IOException {
        Path program = Files.write(folder.resolve(NAME), bytes());
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static byte[] bytes() {
        try (InputStream program = Objects.requireNonNull(StandIn.class.getResourceAsStream(NAME))) {
            return program.readAllBytes();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** The credentials that it expects, for its repositories only. */
    static void addCredentials(DynamicPropertyRegistry properties, String registry) {
        Map.of("username", "user", "password", "stand-in-secret", "insecure", "true")
                .forEach((name, value) ->
                        properties.add("wave.registries[%s/%s].%s".formatted(registry, REPOSITORY, name), () -> value));
    }

    /** A name for {@link #image}, which is another one for each run of the tests. */
    static ImageReference imageName(String registry) {
        return ImageReference.parse("%s/stand-in:%s".formatted(registry, UUID.randomUUID()));
    }

    /** A build of an image that was not made for jobs: it has BusyBox, the program and a user. */
    static BuildSpec image(ImageReference name, ObjectStore store) throws IOException {
        BuildSpec build = TestBuilds.of(
                """
                FROM scratch
                COPY . /bin/
                RUN ["/bin/busybox", "sh", "-c", "/bin/busybox --install -s /bin && mkdir -p /etc /tmp /usr && echo builder:x:1000:1000::/home:/bin/sh > /etc/passwd"]
                ENV PATH=/bin
                ENTRYPOINT ["/bin/apptainer"]
                """,
                TestBuilds.context(
                        store, TestBuilds.ContextFile.busybox(), new TestBuilds.ContextFile(NAME, bytes(), 0755)),
                name.registry());
        return TestBuilds.withTarget(build, name);
    }

    /** A build that uses all kinds of files. */
    static BuildSpec buildWithFiles(String registry, ObjectStore store) {
        BuildSpec.StoredLayer layer = TestBuilds.layer("opt/tool", "tool", store);
        String longName = "long-name/".repeat(12) + "file";
        BuildSpec build = build("""
                %%files
                    {{wave_context_dir}}/%s /data
                    {{wave_context_dir}}/layer-%s/opt/tool /opt/tool
                %%post
                    echo installing
                """.formatted(longName, layer.gzipDigest().hex()), registry, store);
        BuildSpec.StoredContext context = TestBuilds.context(store, longName, new byte[1]);
        return build.of(build.work().from(build.work().source().with(context, List.of(layer))));
    }

    /** A build of a definition with the files that {@link TestBuilds#running} has as its context. */
    static BuildSpec build(String definition, String registry, ObjectStore store) {
        return TestBuilds.to(
                TestBuilds.ofSingularity(
                        TestBuilds.running("true", registry, store), """
                        Bootstrap: docker
                        From: %s/test/base:1
                        %s""".formatted(registry, definition)),
                REPOSITORY + "/image");
    }
}
