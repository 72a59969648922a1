package io.wave.api.token.view;

import io.wave.api.build.Build;
import io.wave.api.token.RequestedContainer;
import io.wave.api.token.StoredRequest;
import io.wave.api.web.page.PageTimes;
import io.wave.build.BuildId;
import io.wave.container.ContainerConfig;
import io.wave.container.Layer;
import io.wave.job.JobState;
import io.wave.token.RequestRecord;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the page of a request shows. Whoever has its address has the token; it still does not say who asked, or from where.
 *
 * @param id the request
 * @param status where it stands
 * @param image the name under which it is pulled
 * @param source the source image in full, or the image being built
 * @param sourceDigest its digest, once known
 * @param platform as requested, or the default
 * @param freeze whether the image is durable
 * @param asked when the client says it asked
 * @param expires until when it is served
 * @param buildId the build behind it
 * @param buildNew whether this request began that build
 * @param containerFile text of the container file
 * @param entrypoint as requested
 * @param cmd as requested
 * @param env as requested
 * @param workingDir as requested
 * @param layers what is laid over the image
 */
record ContainerPage(
        String id,
        Status status,
        String image,
        String source,
        String sourceDigest,
        String platform,
        boolean freeze,
        String asked,
        String expires,
        @Nullable String buildId,
        boolean buildNew,
        @Nullable String containerFile,
        List<String> entrypoint,
        List<String> cmd,
        List<String> env,
        @Nullable String workingDir,
        List<AddedLayer> layers) {

    /** Where a request stands. */
    enum Status {
        READY,
        BUILDING,
        FAILED,
        EXPIRED
    }

    /**
     * A layer of the request.
     *
     * @param digest digest of its compressed bytes
     * @param size number of those bytes
     */
    record AddedLayer(String digest, String size) {

        static AddedLayer of(Layer layer) {
            return new AddedLayer(
                    Objects.requireNonNullElse(layer.gzipDigest(), PageTimes.UNKNOWN),
                    layer.gzipSize() == null ? PageTimes.UNKNOWN : layer.gzipSize() + " bytes");
        }
    }

    static ContainerPage of(StoredRequest request, String waveImage, Optional<Build> build) {
        RequestRecord record = request.record();
        RequestedContainer asked = request.asked();
        PageTimes times = PageTimes.at(asked.zoneId());
        ContainerConfig config = Objects.requireNonNullElse(request.shownConfig(), ContainerConfig.EMPTY);
        return new ContainerPage(
                record.token().value(),
                status(request, build),
                record.durable() ? request.sourceImage() : waveImage,
                request.sourceImage(),
                Objects.toString(record.sourceDigest(), PageTimes.UNKNOWN),
                asked.platform(),
                record.durable(),
                times.moment(asked.timestamp()),
                times.moment(record.expiresAt()),
                request.buildId().map(BuildId::toString).orElse(null),
                request.buildNew(),
                asked.containerFile(),
                Objects.requireNonNullElse(config.entrypoint(), List.of()),
                Objects.requireNonNullElse(config.cmd(), List.of()),
                Objects.requireNonNullElse(config.env(), List.of()),
                config.workingDir(),
                config.layerList().stream().map(AddedLayer::of).toList());
    }

    private static Status status(StoredRequest request, Optional<Build> build) {
        if (!request.live()) {
            return Status.EXPIRED;
        }
        return build.map(Build::job)
                .map(job -> job.isFinal()
                        ? job.state() == JobState.SUCCEEDED ? Status.READY : Status.FAILED
                        : Status.BUILDING)
                .orElse(Status.READY);
    }
}
