package io.wave.api.build;

import io.wave.build.BuildId;
import io.wave.build.BuildOutput;
import io.wave.build.BuildSource;
import io.wave.build.BuildSpec;
import io.wave.build.BuildWork;
import io.wave.container.ContainerId;
import io.wave.image.ImageReference;
import io.wave.image.Platform;
import io.wave.job.JobRecord;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/** Builds for tests that do not run them. */
final class SampleBuilds {

    private SampleBuilds() {}

    static BuildId randomId() {
        byte[] bytes = new byte[8];
        ThreadLocalRandom.current().nextBytes(bytes);
        return new BuildId(new ContainerId(HexFormat.of().formatHex(bytes)), 1);
    }

    /** A specification for this job. */
    static BuildSpec spec(JobRecord job) {
        return new BuildSpec(
                BuildId.parse(job.id()),
                new BuildWork(
                        ImageReference.parse(job.target()),
                        new BuildSource("FROM busybox", null, null, null, null),
                        new BuildOutput(Platform.LINUX_AMD64, null, null, null),
                        null,
                        "anonymous",
                        null,
                        Duration.ofMinutes(15)),
                Duration.ofMinutes(5),
                job.submittedAt(),
                null);
    }
}
