package io.wave.trials;

import static org.assertj.core.api.Assertions.assertThat;

import io.wave.cluster.Checkout;
import io.wave.cluster.Cluster;
import io.wave.cluster.ServiceProcess;
import io.wave.cluster.WaveClient;
import io.wave.security.InternalApi;
import io.wave.security.RootKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Dashboards and alert rules name meters that services export. */
@OnTestCluster
class DashboardMetersIT {

    /** They are exported with their first count, or with a mail server; docs/operations.md says so. */
    private static final Set<String> LATER = Set.of(
            "wave_messages_dead_total",
            "wave_background_failures_total",
            "wave_mail_waiting",
            "wave_mail_failed_total");

    /** Made by Prometheus itself. */
    private static final String UP = "up";

    private static final Pattern SELECTOR = Pattern.compile("\\b([a-z][a-z0-9_]*)\\{");
    private static final Pattern EXPORTED = Pattern.compile("(?m)^([a-z][a-z0-9_]*)[{ ]");

    @ParameterizedTest
    @ValueSource(strings = {"grafana.json", "alerts.yaml"})
    void everyMeterIsExported(String file, TestCluster cluster, @TempDir Path cache) throws IOException {
        Path folder = Checkout.root().resolve("deploy/dashboards");
        Set<String> named = names(SELECTOR, Files.readString(folder.resolve(file)));
        assertThat(named).hasSizeGreaterThan(10);
        named.removeAll(LATER);
        named.remove(UP);
        var settings = Map.of("wave.proxy.blob-cache.directory", cache.toString());
        try (ServiceProcess caching = cluster.cluster().registryProxy("caching-proxy", settings)) {
            assertThat(exported(Stream.concat(cluster.all().stream(), Stream.of(caching.awaitReady()))))
                    .containsAll(named);
        }
    }

    private static Set<String> exported(Stream<ServiceProcess> services) {
        String secret = RootKey.parse(Cluster.KEY).internalSecret();
        return services.map(ServiceProcess::address)
                .map(WaveClient::new)
                .map(client -> client.get("/actuator/prometheus", Map.of(InternalApi.KEY_HEADER, secret)))
                .flatMap(metrics -> names(EXPORTED, metrics.body()).stream())
                .collect(Collectors.toSet());
    }

    private static Set<String> names(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
