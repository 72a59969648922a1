package io.wave.api.token;

import io.wave.api.job.Admission;
import io.wave.api.scan.RequestedScan;
import io.wave.image.Digest;
import io.wave.job.JobId;
import io.wave.token.RequestRecord;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request that has just been accepted.
 *
 * @param record what the proxy needs to serve the image
 * @param sourceImage full name of the source image, or the image that is built, with its repository as the user wrote
 *     it
 * @param admission the job that creates the image; null for an existing image
 * @param details what was requested
 * @param digest digest of the served or pushed image, if known
 * @param scans the scans of the image
 */
public record AcceptedRequest(
        RequestRecord record,
        String sourceImage,
        @Nullable Admission admission,
        RequestDetails details,
        @Nullable Digest digest,
        List<RequestedScan> scans) {

    /** A request without scans. */
    public AcceptedRequest(
            RequestRecord record,
            String sourceImage,
            @Nullable Admission admission,
            RequestDetails details,
            @Nullable Digest digest) {
        this(record, sourceImage, admission, details, digest, List.of());
    }

    /** A copy with scans. */
    public AcceptedRequest with(List<RequestedScan> requested) {
        return new AcceptedRequest(record, sourceImage, admission, details, digest, List.copyOf(requested));
    }

    /** The job that creates the image, if known. */
    public Optional<JobId> job() {
        return switch (admission) {
            case null -> Optional.empty();
            case Admission.Awaited(var id, var _) -> Optional.of(id);
            case Admission.Cached(var id, var _) -> id;
        };
    }

    public boolean startedJob() {
        return admission instanceof Admission.Awaited(var _, var isNew) && isNew;
    }

    /** Whether the image can be pulled without waiting for a job. */
    public boolean isReady() {
        return !(admission instanceof Admission.Awaited);
    }
}
