package io.wave.builder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.wave.build.BuildCommand;
import io.wave.build.BuildSpec;
import io.wave.builder.TestBuilds.ContextFile;
import io.wave.builder.buildkit.BuildKitChoice;
import io.wave.job.JobRecord;
import io.wave.local.fake.ScriptedAnswer;
import io.wave.local.fake.ScriptedRegistry;
import io.wave.registry.RegistryClient;
import io.wave.store.ObjectStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Container files mean what the Dockerfile reference says: the configuration and the files of the images made of them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ContainerFileIT extends SharedBuilder {

    static final String GROUPS = "root:x:0:\nstaff:x:50:\napp:x:1001:\n";
    static final String WEB_PAGE = "page\n";

    private static final String USERS = "root:x:0:0::/:/bin/sh\napp:x:1000:1001::/:/bin/sh\n";
    private static final ScriptedRegistry WEB = ScriptedRegistry.start()
            .on("/foobar", ScriptedAnswer.content("text/plain", WEB_PAGE.getBytes(StandardCharsets.UTF_8)));

    private static final String BASE = """
            FROM scratch
            COPY busybox /bin/busybox
            RUN ["/bin/busybox", "--install", "-s", "/bin"]
            COPY passwd group /etc/
            ENV PATH=/bin
            """;
    private static final String PARENT = """
            FROM {base}
            ENV INHERITED=1
            LABEL parent=yes changed=no
            CMD ["parent"]
            HEALTHCHECK CMD true
            """;
    private static final String TRIGGER = """
            FROM {base}
            ONBUILD ENV TRIGGERED=1
            ONBUILD COPY f /trigger/
            ONBUILD RUN echo run > /trigger/log
            """;

    @TempDir
    private static Path folder;

    @SuppressWarnings("NullAway.Init") // started before all tests
    private static GitServer git;

    @Autowired
    private BuildRuns builds;

    @Autowired
    private ObjectStore store;

    @Autowired
    private RegistryClient registries;

    @Autowired
    private BuildKitChoice buildKit;

    private final JsonMapper json = JsonMapper.builder().build();
    private final Map<String, BuildSpec> started = new LinkedHashMap<>();
    private final Map<String, BuildSpec> prepared = new LinkedHashMap<>();
    private final Map<String, PulledImage> bases = new LinkedHashMap<>();

    /** All are started at once, so that they are built while the first ones are compared. */
    @BeforeAll
    void startAll() throws IOException, InterruptedException {
        git = GitServer.start(folder);
        assumeThat(buildKit.isBuildKit()).as("builds use BuildKit").isTrue();
        prepare(
                "{base}",
                BASE,
                ContextFile.busybox(),
                new ContextFile("passwd", USERS.getBytes(StandardCharsets.UTF_8), 0644),
                new ContextFile("group", GROUPS.getBytes(StandardCharsets.UTF_8), 0644));
        prepare("{parent}", PARENT);
        prepare("{trigger}", TRIGGER);
        samples().forEach(sample -> {
            BuildSpec build = build(sample.file(), sample.context().toArray(ContextFile[]::new));
            started.put(sample.feature(), build);
            builds.send(new BuildCommand.Start(build));
        });
    }

    @AfterAll
    static void stopServers() {
        WEB.close();
        git.close();
    }

    static Stream<ContainerFileSample> samples() {
        return Stream.of(
                        RunSamples.all(),
                        CopySamples.all(),
                        AddSamples.all(),
                        ArgumentSamples.all(),
                        StageSamples.all(),
                        ConfigSamples.all(),
                        SyntaxSamples.all())
                .flatMap(List::stream);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("samples")
    void isWhatTheReferenceSays(ContainerFileSample sample) {
        BuildSpec build = Objects.requireNonNull(started.get(sample.feature()));
        JobRecord end = builds.awaitEnd(build);
        if (!sample.isBuilt()) {
            assertThat(end.failure()).startsWith("build failed: ").contains(sample.failure());
            return;
        }
        assertThat(end.failure()).isNull();
        PulledImage image = PulledImage.pull(registries, build.target());
        assertThat(added(image, sample)).isEqualTo(sample.files());
        assertThat(image.config().path("author").asString("")).isEqualTo(sample.author());
        assertThat(runConfig(image)).isEqualTo(expectedConfig(image, sample));
    }

    private void prepare(String name, String file, ContextFile... context) {
        BuildSpec build = build(file, context);
        assertThat(builds.run(build).failure()).isNull();
        prepared.put(name, build);
        bases.put(name, PulledImage.pull(registries, build.target()));
    }

    private BuildSpec build(String file, ContextFile... context) {
        String text = file.replace("{web}", "http://" + WEB.host()).replace("{git}", git.url());
        for (Map.Entry<String, BuildSpec> image : prepared.entrySet()) {
            text = text.replace(image.getKey(), image.getValue().target().toString());
        }
        return TestBuilds.of(text, TestBuilds.context(store, context), REGISTRY.host());
    }

    /** The files that the base image does not have, or has otherwise. */
    private Map<String, String> added(PulledImage image, ContainerFileSample sample) {
        Map<String, String> files = new TreeMap<>(image.files());
        sample.base().ifPresent(name -> {
            Map<String, String> base = Objects.requireNonNull(bases.get(name)).files();
            assertThat(files.keySet()).containsAll(base.keySet());
            files.entrySet().removeAll(base.entrySet());
        });
        return files;
    }

    /** The configuration of the base image with what the sample changes; of an image without base only the latter. */
    private JsonNode expectedConfig(PulledImage image, ContainerFileSample sample) {
        ObjectNode expected =
                runConfig(sample.base().map(bases::get).orElse(image)).deepCopy();
        sample.config().forEach((member, value) -> {
            JsonNode node = json.readTree(value);
            if (node.isNull()) {
                expected.remove(member);
            } else {
                expected.set(member, node);
            }
        });
        return expected;
    }

    /** What engines run by; the mark that a command needs no more quotes is only for Windows. */
    private static ObjectNode runConfig(PulledImage image) {
        ObjectNode config = ((ObjectNode) image.config().path("config")).deepCopy();
        config.remove("ArgsEscaped");
        return config;
    }
}
