package io.wave.api.token;

import io.wave.api.scan.RequestedScan;
import io.wave.container.ContainerConfig;
import io.wave.container.Layer;
import io.wave.image.Digest;
import io.wave.job.JobId;
import io.wave.token.RequestRecord;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request as stored in the table.
 *
 * @param record what the proxy needs to serve the image
 * @param sourceImage the source image, or the image that is built
 * @param jobId the build or mirror of the image, if known
 * @param jobNew whether this request started that job
 * @param details what was requested
 * @param digest digest of the served or pushed image, if known
 * @param scans the scans of the image
 * @param revoked whether the token was revoked
 * @param live whether the token is neither expired nor revoked
 */
public record StoredRequest(
        RequestRecord record,
        String sourceImage,
        Optional<JobId> jobId,
        boolean jobNew,
        RequestDetails details,
        @Nullable Digest digest,
        List<RequestedScan> scans,
        boolean revoked,
        boolean live) {

    private static final String OMITTED = "data:DATA+OMITTED";

    /** Why the token of a request that is not live is not valid any more, as a predicate. */
    public String end() {
        return revoked ? "was revoked" : "expired at %s; request the image again".formatted(record.expiresAt());
    }

    /** The requested configuration, without inline data, whether the proxy adds it or it is part of the image. */
    @Nullable
    public ContainerConfig shownConfig() {
        ContainerConfig config = record.config() == null ? details.frozenConfig() : record.config();
        return config == null || config.isEmpty() ? null : withoutData(config);
    }

    private static ContainerConfig withoutData(ContainerConfig config) {
        List<Layer> shown = config.layerList().stream()
                .map(layer -> layer.location() != null && layer.location().startsWith(Layer.STORED)
                        ? layer.movedTo(OMITTED)
                        : layer)
                .toList();
        return config.withLayers(shown);
    }
}
