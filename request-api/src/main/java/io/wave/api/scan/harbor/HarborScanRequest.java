package io.wave.api.scan.harbor;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.wave.api.web.json.StrictBody;
import org.jspecify.annotations.Nullable;

/**
 * A request of Harbor for a scan. The credentials in it are not read: the worker uses those that are configured for the registry.
 *
 * @param registry the registry of Harbor
 * @param artifact the image
 */
record HarborScanRequest(
        @Nullable Registry registry, @Nullable Artifact artifact) implements StrictBody {

    /** @param url its URL, with or without a port */
    record Registry(@Nullable String url) {}

    /**
     * An image.
     *
     * @param repository its repository
     * @param digest digest of its manifest
     * @param mimeType media type of its manifest
     */
    record Artifact(
            @Nullable String repository,
            @Nullable String digest,
            @JsonProperty("mime_type") @Nullable String mimeType) {}
}
