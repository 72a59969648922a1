package io.wave.job.kubernetes.object;

import io.wave.job.JobKind;
import java.util.LinkedHashMap;
import java.util.Map;

/** Names and labels of the objects of a job. */
public final class Names {

    /** Selects the objects of all jobs. */
    public static final String SELECTOR = "app.kubernetes.io/managed-by=wave,app.kubernetes.io/component=job";

    /** The label of pods with the name of their job. */
    public static final String JOB = "wave.io/job";

    /** The label of jobs and pods with the profile that their job was requested with. */
    public static final String PROFILE = "wave.io/profile";

    /** The label of pods with the id that Kubernetes has given their Job. */
    public static final String JOB_UID = "batch.kubernetes.io/controller-uid";

    /** The annotation with the id of the job. */
    public static final String ID = "wave.io/job-id";

    /** The name of the container. */
    public static final String CONTAINER = "job";

    private Names() {}

    /** The name of the Job and its Secret: the id of the job, which contains at most one underscore. */
    public static String of(String jobId) {
        return jobId.replace('_', '-');
    }

    static Map<String, String> labels(String jobId, JobKind kind) {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put("app.kubernetes.io/component", "job");
        labels.put("app.kubernetes.io/managed-by", "wave");
        labels.put(JOB, of(jobId));
        labels.put("wave.io/kind", kind.toString());
        return labels;
    }
}
