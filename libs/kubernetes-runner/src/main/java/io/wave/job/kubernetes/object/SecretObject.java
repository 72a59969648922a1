package io.wave.job.kubernetes.object;

import io.kubernetes.client.openapi.models.V1Job;
import io.kubernetes.client.openapi.models.V1ObjectMeta;
import io.kubernetes.client.openapi.models.V1OwnerReference;
import io.kubernetes.client.openapi.models.V1Secret;
import io.wave.job.engine.outcome.JobFailedException;
import io.wave.job.kubernetes.config.KubernetesProperties;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** The Secret of a job: its secret files, and the lists of signed URLs from which files are downloaded and uploaded. */
public final class SecretObject {

    /** Kubernetes limits a Secret to 1 MiB, with everything that belongs to it. */
    private static final int MAX_BYTES = 1000 * 1024;

    private SecretObject() {}

    /**
     * The Secret of a job.
     *
     * @param properties those for the kind and the profile of the job
     * @throws JobFailedException if the files are too large for a Secret
     */
    public static V1Secret of(JobRequest request, KubernetesProperties properties) {
        Map<String, byte[]> files = new TreeMap<>(request.container().files());
        if (SubordinateIds.areNeeded(request.container(), properties)) {
            files.put(SubordinateIds.FILE, SubordinateIds.content());
        }
        int bytes = files.values().stream().mapToInt(content -> content.length).sum();
        if (bytes > MAX_BYTES) {
            throw new JobFailedException(
                    "%s failed: its files need %d bytes of a Kubernetes Secret, which has %d at most"
                            .formatted(request.kind(), bytes, MAX_BYTES));
        }
        return new V1Secret()
                .apiVersion("v1")
                .kind("Secret")
                .metadata(new V1ObjectMeta()
                        .name(Names.of(request.id()))
                        .labels(Names.labels(request.id(), request.kind())))
                .immutable(true)
                .data(files);
    }

    /** Kubernetes removes the Secret with the job. */
    public static V1OwnerReference owner(V1Job job) {
        V1ObjectMeta metadata = Objects.requireNonNull(job.getMetadata());
        return new V1OwnerReference()
                .apiVersion("batch/v1")
                .kind("Job")
                .name(String.valueOf(metadata.getName()))
                .uid(String.valueOf(metadata.getUid()));
    }

    /** The owner of a Secret. */
    public static V1Secret ownedBy(V1Secret secret, V1Job job) {
        Objects.requireNonNull(secret.getMetadata()).ownerReferences(List.of(owner(job)));
        return secret;
    }
}
