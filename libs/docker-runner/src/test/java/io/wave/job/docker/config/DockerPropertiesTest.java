package io.wave.job.docker.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wave.job.JobProfile;
import java.math.BigDecimal;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.util.unit.DataSize;

class DockerPropertiesTest {

    private static DockerProperties bind(Map<String, String> settings) {
        MapConfigurationPropertySource source = new MapConfigurationPropertySource();
        settings.forEach((key, value) -> source.put("wave.jobs.docker." + key, value));
        return new Binder(source).bindOrCreate("wave.jobs.docker", DockerProperties.class);
    }

    @Test
    void defaults() {
        DockerProperties properties = bind(Map.of());
        assertThat(properties.host()).isEqualTo(URI.create("unix:///var/run/docker.sock"));
        assertThat(properties.pull()).isEqualTo(DockerProperties.Pull.MISSING);
        assertThat(properties.limits().memory()).isEqualTo(DataSize.ofGigabytes(4));
    }

    @Test
    void limits() {
        assertThat(bind(Map.of("limits.cpus", "1.5", "limits.memory", "64MB", "limits.processes", "10"))
                        .limits())
                .isEqualTo(new DockerProperties.Limits(new BigDecimal("1.5"), DataSize.ofMegabytes(64), 10));
    }

    @Test
    void emptyValueIsNoLimit() {
        assertThat(bind(Map.of("limits.cpus", "")).limits().cpus()).isNull();
    }

    @Test
    void profileHasTheLimitsOfAllJobsWhereItHasNone() {
        DockerProperties properties = bind(Map.of("limits.cpus", "2", "profiles.big.limits.memory", "16GB"));
        assertThat(properties.limits(new JobProfile("big")))
                .contains(new DockerProperties.Limits(new BigDecimal("2"), DataSize.ofGigabytes(16), 8192));
        assertThat(properties.limits(new JobProfile("other"))).isEmpty();
    }

    @Test
    void nameOfAProfileIsThatOfALabel() {
        assertThatThrownBy(() -> bind(Map.of("profiles.Big.limits.memory", "1GB")))
                .rootCause()
                .hasMessageStartingWith("wave.jobs.docker.profiles: 'Big' is invalid: use up to 63 lowercase letters");
    }

    @ParameterizedTest
    @CsvSource({
        "host, tcp://localhost:2375",
        "host, unix:relative",
        "keep, 0s",
        "labels, name",
        "labels, =value",
        "limits.cpus, 0",
        "limits.memory, 1MB",
        "limits.processes, 0",
        "profiles.big.limits.cpus, 0",
        "profiles.big.limits.memory, 1MB"
    })
    void invalidValueIsNamed(String key, String value) {
        assertThatThrownBy(() -> bind(Map.of(key, value)))
                .satisfies(failure -> assertThat(NestedExceptionUtils.getMostSpecificCause(failure))
                        .hasMessageStartingWith("wave.jobs.docker.%s: '".formatted(key))
                        .hasMessageContaining("is invalid: use "));
    }
}
