package io.wave.api.retention;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wave.config.InvalidConfigurationException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class JobRetentionTest {

    private final JobRetention jobs = new JobRetention(Duration.ofDays(30));

    @Test
    void buildsAreKeptAtLeastAsLongAsJobs() {
        assertThatCode(() -> jobs.requireKeptWithin(Duration.ofDays(30))).doesNotThrowAnyException();
        assertThatThrownBy(() -> jobs.requireKeptWithin(Duration.ofDays(29)))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageContainingAll("wave.retention.builds", "wave.jobs.retention");
    }
}
