package io.wave.job.kubernetes.status;

import io.kubernetes.client.openapi.models.V1Job;
import io.kubernetes.client.openapi.models.V1Pod;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The objects of a job, as the cluster has last shown them.
 *
 * @param job its Job; null if there is none
 * @param pods its pods
 * @param at when that was
 */
public record JobObjects(@Nullable V1Job job, List<V1Pod> pods, OffsetDateTime at) {

    public JobObjects {
        pods = List.copyOf(pods);
    }

    /** The id that Kubernetes has given a Job. */
    public static String uid(V1Job job) {
        return String.valueOf(Objects.requireNonNull(job.getMetadata()).getUid());
    }
}
