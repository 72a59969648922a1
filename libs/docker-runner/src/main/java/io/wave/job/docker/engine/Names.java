package io.wave.job.docker.engine;

import io.wave.job.JobKind;
import io.wave.job.engine.container.Pairs;
import java.util.List;
import java.util.Map;

/** Names and labels of containers. */
final class Names {

    private static final String KIND = "io.wave.job.kind";

    private Names() {}

    /** The name of the container of a job. */
    static String of(String jobId) {
        return "wave-" + jobId;
    }

    /** @param more others, of the form {@code name=value}, which do not replace these */
    static Map<String, String> labels(String jobId, JobKind kind, List<String> more) {
        Map<String, String> labels = Pairs.of(more);
        labels.put("io.wave.job", jobId);
        labels.putAll(selector(kind));
        return labels;
    }

    /** Selects the containers of all jobs of a kind. */
    static Map<String, String> selector(JobKind kind) {
        return Map.of(KIND, kind.toString());
    }
}
