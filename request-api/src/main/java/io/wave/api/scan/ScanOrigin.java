package io.wave.api.scan;

import io.wave.job.JobId;
import io.wave.job.JobKind;
import org.jspecify.annotations.Nullable;

/**
 * What a scan was requested for first.
 *
 * @param buildId the build that created the image, if known
 * @param mirrorId the mirror that copied the image, if known
 */
public record ScanOrigin(@Nullable String buildId, @Nullable String mirrorId) {

    /** An image that was not created by a job. */
    public static final ScanOrigin IMAGE = new ScanOrigin(null, null);

    /** The image that this job creates. */
    public static ScanOrigin of(JobId job) {
        return new ScanOrigin(
                job.kind() == JobKind.BUILD ? job.text() : null, job.kind() == JobKind.MIRROR ? job.text() : null);
    }
}
