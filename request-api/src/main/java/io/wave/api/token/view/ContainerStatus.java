package io.wave.api.token.view;

import io.wave.api.scan.ScanVerdict;
import io.wave.job.JobId;
import io.wave.job.JobKind;
import io.wave.token.ContainerToken;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Response of {@code GET /v1alpha2/container/{id}/status}, polled by clients.
 *
 * @param id request id
 * @param status status of the image
 * @param buildId build id, of a request that needs a build
 * @param mirrorId mirror id, of a request to mirror an image
 * @param scanId the scan of the image; of several platforms, the one that decides
 * @param vulnerabilities number of vulnerabilities by severity, if a required scan found some
 * @param succeeded whether the image is ready; always present with {@code DONE}
 * @param reason why the build or mirror failed
 * @param detailsUri page with more about the failure
 * @param creationTime when the build, the mirror or the image was requested; always present and the same in every response
 * @param duration how long it took
 * @param progress how far a mirror has come, while it runs
 */
record ContainerStatus(
        ContainerToken id,
        Phase status,
        @Nullable String buildId,
        @Nullable String mirrorId,
        @Nullable String scanId,
        @Nullable Map<String, Integer> vulnerabilities,
        @Nullable Boolean succeeded,
        @Nullable String reason,
        @Nullable String detailsUri,
        Instant creationTime,
        @Nullable Duration duration,
        @Nullable Object progress) {

    /** The status of a request with a job. */
    static ContainerStatus of(
            ContainerToken id,
            JobId job,
            Phase status,
            @Nullable Boolean succeeded,
            @Nullable String reason,
            @Nullable String detailsUri,
            Instant creationTime,
            @Nullable Duration duration) {
        return new ContainerStatus(
                id,
                status,
                job.kind() == JobKind.BUILD ? job.text() : null,
                job.kind() == JobKind.MIRROR ? job.text() : null,
                null,
                null,
                succeeded,
                reason,
                detailsUri,
                creationTime,
                duration,
                null);
    }

    /** A copy with how far the job has come. */
    ContainerStatus with(@Nullable Object document) {
        return new ContainerStatus(
                id,
                status,
                buildId,
                mirrorId,
                scanId,
                vulnerabilities,
                succeeded,
                reason,
                detailsUri,
                creationTime,
                duration,
                document);
    }

    /** A copy with a scan. */
    ContainerStatus withScan(String scan) {
        return new ContainerStatus(
                id,
                status,
                buildId,
                mirrorId,
                scan,
                vulnerabilities,
                succeeded,
                reason,
                detailsUri,
                creationTime,
                duration,
                progress);
    }

    /** A copy for an image whose required scan is running. */
    ContainerStatus scanning() {
        return new ContainerStatus(
                id, Phase.SCANNING, buildId, mirrorId, scanId, null, null, null, null, creationTime, null, null);
    }

    /**
     * A copy with the verdict of a required scan.
     *
     * @param page the page of the scan; absent if it found nothing
     */
    ContainerStatus with(ScanVerdict verdict, @Nullable String page) {
        return new ContainerStatus(
                id,
                Phase.DONE,
                buildId,
                mirrorId,
                verdict.scan() == null ? scanId : verdict.scan().job().id(),
                verdict.vulnerabilities(),
                verdict.state() == ScanVerdict.State.ACCEPTED,
                verdict.reason(),
                page,
                creationTime,
                duration == null ? verdict.duration() : duration.plus(verdict.duration()),
                null);
    }

    /** Clients know only these values and fail on others. */
    enum Phase {
        PENDING,
        BUILDING,
        SCANNING,
        DONE
    }
}
