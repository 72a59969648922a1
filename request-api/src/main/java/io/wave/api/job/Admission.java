package io.wave.api.job;

import io.wave.image.Digest;
import io.wave.job.JobId;
import java.util.Optional;

/** The result of requesting an image that a job creates. */
public sealed interface Admission {

    /** The image exists already. Its job is known unless another installation created it. */
    record Cached(Optional<JobId> job, Digest digest) implements Admission {}

    /** A job that creates the image is in progress: a new one, or one that other requests share. */
    record Awaited(JobId job, boolean isNew) implements Admission {}
}
