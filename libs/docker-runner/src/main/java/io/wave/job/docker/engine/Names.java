package io.wave.job.docker.engine;

import io.wave.job.JobKind;
import java.util.Map;

/** Names and labels of containers. */
final class Names {

    private static final String KIND = "io.wave.job.kind";

    private Names() {}

    /** The name of the container of a job. */
    static String of(String jobId) {
        return "wave-" + jobId;
    }

    static Map<String, String> labels(String jobId, JobKind kind) {
        return Map.of("io.wave.job", jobId, KIND, kind.toString());
    }

    /** Selects the containers of all jobs of a kind. */
    static Map<String, String> selector(JobKind kind) {
        return Map.of(KIND, kind.toString());
    }
}
