package io.wave.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The chart renders what is in {@code src/test/resources/golden}. {@code make chart} updates these files; the difference shows what a
 * change does to installations.
 */
class ChartTest {

    private static Optional<Helm> helm = Optional.empty();

    @BeforeAll
    static void findHelm() {
        helm = Helm.find();
        Assumptions.assumeTrue(helm.isPresent(), "helm is not installed: 'scripts/cluster-programs helm' builds it");
    }

    static Stream<ValueSet> valueSets() throws IOException {
        return ValueSet.all();
    }

    @ParameterizedTest
    @MethodSource("valueSets")
    void rendersAsBefore(ValueSet values) throws Exception {
        String rendered = render(values);
        if (Boolean.getBoolean("wave.golden.update")) {
            Files.writeString(values.golden(), rendered);
        }
        assertThat(values.golden()).exists();
        assertThat(rendered).isEqualTo(Files.readString(values.golden()));
    }

    @Test
    void everyGoldenFileIsUsed() throws IOException {
        assertThat(ValueSet.goldenNames())
                .isEqualTo(valueSets().map(ValueSet::name).toList());
    }

    @ParameterizedTest
    @MethodSource("valueSets")
    void podsRunUnderTheRestrictedStandard(ValueSet values) throws Exception {
        List<PodTemplate> pods = PodTemplate.in(render(values)).stream()
                .filter(pod -> !pod.isBuildKit())
                .toList();
        assertThat(pods).isNotEmpty().allSatisfy(PodTemplate::assertRestricted);
    }

    /** Steps of several tenants run there: each sees the processes of its own build only. */
    @Test
    void daemonsOfThePoolKeepStepsApart() throws Exception {
        assertThat(PodTemplate.in(render(new ValueSet("full"))))
                .filteredOn(PodTemplate::isBuildKit)
                .singleElement()
                .satisfies(PodTemplate::assertSandboxed);
    }

    @Test
    void certificatesOfThePoolAreGenerated() throws Exception {
        Helm.Result result = run(
                List.of("template", "wave", Helm.CHART.toString(), "--set", "buildkitPool.enabled=true"),
                new ValueSet("external").options());
        assertThat(result.exitCode()).as(result.errors()).isZero();
        assertThat(result.output())
                .contains(
                        "name: wave-buildkit-server", "name: wave-buildkit-client", "secretName: wave-buildkit-client");
    }

    @ParameterizedTest
    @MethodSource("valueSets")
    void lintFindsNothing(ValueSet values) throws Exception {
        Helm.Result result = run(List.of("lint", "--strict", Helm.CHART.toString()), values.options());
        assertThat(result.exitCode()).as(result.output() + result.errors()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "serverUrl=|serverUrl: not set",
                "image.registry=|image.registry: not set",
                "postgresql.url=|postgresql.url: not set",
                "security.existingSecret=|security.existingSecret: not set",
                "store.location=|store.location: not set",
                "store.location=/mnt/wave|store",
                "kafka.topics.create=me|create",
                "replicas=3|replicas",
                "image.registry=https://registry.example.com/wave|registry",
                "jobs.namespaces.build=Builds|build",
                "jobs.namespaces.build=default|jobs.namespaces: 'default' is the namespace of the release",
                "jobs.kubernetes={\"pullPolicy\": \"Never\"}|jobs.kubernetes.pullPolicy: is set by another value. Set image.pullPolicy",
                "jobs.kubernetes={\"kinds\": {\"build\": {\"namespace\": \"x\"}}}|jobs.kubernetes.kinds.build.namespace: is set by another",
                "jobs.profiles.Big=x|Big",
                "jobs.profiles.big.callers=everybody|callers",
                "tracing.endpoint=collector:4318|endpoint",
                "tracing.sampling=3|sampling",
                "buildkitPool={\"enabled\": true, \"tls\": {\"clientSecret\": \"a\"}}|buildkitPool.tls: only one",
                "buildkitPool.replicas=0|replicas",
                "buildOrchestrator.autoscaling.minReplicas=0|minReplicas",
                "keda.enabled=true|keda.existingSecret: not set",
                "monitoring.serviceMonitor.enabled=true|monitoring.serviceMonitor.existingSecret: not set",
                "monitoring.serviceMonitor={\"enabled\": true, \"existingSecret\": \"a\"}|networkPolicy.monitoringFrom: not set"
            })
    void wrongValueIsNamed(String setting, String message) throws Exception {
        Helm.Result result = run(
                List.of("template", "wave", Helm.CHART.toString(), "--set-json", json(setting)),
                new ValueSet("external").options());
        assertThat(result.exitCode()).isNotZero();
        assertThat(result.errors()).contains(message);
    }

    /** Which YAML could take for something else. */
    @ParameterizedTest
    @CsvSource({
        "postgresql.username, on, username: \"on\"",
        "kafka.bootstrapServers, [fd00::1]:9092, bootstrap-servers: '[fd00::1]:9092'",
        "redis.host, 0x1f, host: \"0x1f\""
    })
    void valueOfTheConfigurationStaysAText(String key, String value, String expected) throws Exception {
        Helm.Result result = run(
                List.of("template", "wave", Helm.CHART.toString(), "--set-json", json(key + "=" + value)),
                new ValueSet("external").options());
        assertThat(result.output()).as(result.errors()).contains(expected);
    }

    private static String json(String setting) {
        String[] parts = setting.split("=", 2);
        return parts[0] + "=" + (parts[1].matches("true|\\d|\\{.*") ? parts[1] : '"' + parts[1] + '"');
    }

    private static String render(ValueSet values) throws Exception {
        Helm.Result result =
                run(List.of("template", "wave", Helm.CHART.toString(), "--namespace", "wave"), values.options());
        assertThat(result.exitCode()).as(result.errors()).isZero();
        return result.output();
    }

    private static Helm.Result run(List<String> command, List<String> options) throws Exception {
        return helm.orElseThrow()
                .run(Stream.concat(command.stream(), options.stream()).toList());
    }
}
