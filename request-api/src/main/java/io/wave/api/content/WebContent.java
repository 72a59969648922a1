package io.wave.api.content;

import io.wave.api.registry.Destinations;
import io.wave.egress.Downloads;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.springframework.stereotype.Component;

/** Fetches contexts by HTTP, never more than was announced and never for longer than allowed. */
@Component
class WebContent {

    private final Downloads downloads;
    private final Destinations destinations;
    private final Duration patience;

    WebContent(Downloads downloads, Destinations destinations, ContentProperties properties) {
        this.downloads = downloads;
        this.destinations = destinations;
        this.patience = properties.fetchTimeout();
    }

    /** Writes what is at the location into the file. */
    void download(CheckedLayer context, Path file) {
        URI url = URI.create(context.location());
        destinations.require(context.field() + ".location", url);
        try {
            downloads.toFile(url, file, context.gzipSize(), patience);
        } catch (Downloads.DownloadException failed) {
            throw context.broken("location", "could not be fetched: " + failed.getMessage());
        }
    }
}
