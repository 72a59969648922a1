package io.wave.api.token.view;

import io.wave.api.job.UserJob;
import io.wave.api.scan.RequestedScan;
import io.wave.api.token.RequestDetails;
import io.wave.api.token.StoredRequest;
import io.wave.api.web.page.PageTimeFormat;
import io.wave.container.ContainerConfig;
import io.wave.container.Layer;
import io.wave.job.JobId;
import io.wave.job.JobState;
import io.wave.token.RequestRecord;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The page of a request. Everyone who knows its address can read it, so it shows neither the user nor the address of
 * the caller.
 *
 * @param id request id
 * @param status status of the image
 * @param image image name to pull
 * @param source full name of the source image, or the image that is built
 * @param sourceDigest digest of the source image, if known
 * @param platform as requested, or the default
 * @param freeze whether the image is durable
 * @param mirror whether the image is copied to another registry
 * @param asked time of the request, according to the client
 * @param expires when the token expires
 * @param jobId id of the build or mirror
 * @param jobKind {@code build} or {@code mirror}
 * @param jobNew whether this request started it
 * @param scans the scans of the image
 * @param containerFile text of the container file
 * @param entrypoint as requested
 * @param cmd as requested
 * @param env as requested
 * @param workingDir as requested
 * @param layers layers that the request adds
 */
record ContainerPage(
        String id,
        Status status,
        String image,
        String source,
        String sourceDigest,
        String platform,
        boolean freeze,
        boolean mirror,
        String asked,
        String expires,
        @Nullable String jobId,
        @Nullable String jobKind,
        boolean jobNew,
        List<RequestedScan> scans,
        @Nullable String containerFile,
        List<String> entrypoint,
        List<String> cmd,
        List<String> env,
        @Nullable String workingDir,
        List<AddedLayer> layers) {

    /** Status of the requested image. */
    enum Status {
        READY,
        BUILDING,
        COPYING,
        FAILED,
        EXPIRED
    }

    /**
     * A layer of the request.
     *
     * @param digest digest of the compressed layer
     * @param size size of the compressed layer
     */
    record AddedLayer(String digest, String size) {

        static AddedLayer of(Layer layer) {
            return new AddedLayer(
                    Objects.requireNonNullElse(layer.gzipDigest(), PageTimeFormat.UNKNOWN),
                    layer.gzipSize() == null ? PageTimeFormat.UNKNOWN : layer.gzipSize() + " bytes");
        }
    }

    static ContainerPage of(StoredRequest request, String waveImage, Optional<UserJob> job) {
        RequestRecord record = request.record();
        RequestDetails details = request.details();
        PageTimeFormat times = PageTimeFormat.at(details.zoneId());
        ContainerConfig config = Objects.requireNonNullElse(request.shownConfig(), ContainerConfig.EMPTY);
        return new ContainerPage(
                record.token().value(),
                status(request, job),
                record.durable() ? request.sourceImage() : waveImage,
                request.sourceImage(),
                Objects.toString(record.sourceDigest(), PageTimeFormat.UNKNOWN),
                details.platform(),
                record.durable() && !details.isMirror(),
                details.isMirror(),
                times.dateTime(details.timestamp()),
                times.dateTime(record.expiresAt()),
                request.jobId().map(JobId::toString).orElse(null),
                request.jobId().map(id -> id.kind().toString()).orElse(null),
                request.jobNew(),
                request.scans(),
                details.containerFile(),
                Objects.requireNonNullElse(config.entrypoint(), List.of()),
                Objects.requireNonNullElse(config.cmd(), List.of()),
                Objects.requireNonNullElse(config.env(), List.of()),
                config.workingDir(),
                config.layerList().stream().map(AddedLayer::of).toList());
    }

    private static Status status(StoredRequest request, Optional<UserJob> known) {
        if (!request.live()) {
            return Status.EXPIRED;
        }
        return known.map(UserJob::job)
                .map(job -> job.isFinal()
                        ? job.state() == JobState.SUCCEEDED ? Status.READY : Status.FAILED
                        : request.details().isMirror() ? Status.COPYING : Status.BUILDING)
                .orElse(Status.READY);
    }
}
