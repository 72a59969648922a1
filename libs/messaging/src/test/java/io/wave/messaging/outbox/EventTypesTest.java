package io.wave.messaging.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.wave.job.JobKind;
import io.wave.job.JobState;
import io.wave.messaging.Jobs;
import io.wave.messaging.projection.Projection;
import org.junit.jupiter.api.Test;

class EventTypesTest {

    @Test
    void typesAreInLowerCaseWithHyphens() {
        assertThat(EventTypes.event(JobKind.BUILD, JobState.RUNNING)).isEqualTo("io.wave.build.running");
        assertThat(EventTypes.event(JobKind.SCAN, JobState.TIMING_OUT)).isEqualTo("io.wave.scan.timing-out");
        assertThat(EventTypes.command(JobKind.MIRROR)).isEqualTo("io.wave.mirror.command");
    }

    @Test
    void jobEventIsKeyedByTarget() {
        var job = Jobs.job("registry.test/app:1", 3, 2, JobState.QUEUED);
        assertThat(OutboxMessage.event(job))
                .isEqualTo(new OutboxMessage(
                        "wave.build.events",
                        "registry.test/app:1",
                        "io.wave.build.queued",
                        "bd-0123456789abcdef_3",
                        job,
                        new Projection.OfJob(job)));
    }
}
