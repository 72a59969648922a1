package io.wave.api.content;

import io.wave.api.image.Destinations;
import io.wave.api.web.problem.ApiException;
import io.wave.egress.Downloads;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.springframework.stereotype.Component;

/** Fetches contexts by HTTP: never more than was announced, never for longer than allowed, and few at a time. */
@Component
class WebContent {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(10);

    private final Downloads downloads;
    private final Destinations destinations;
    private final Duration patience;
    private final Semaphore places;

    WebContent(Downloads downloads, Destinations destinations, ContentProperties properties) {
        this.downloads = downloads;
        this.destinations = destinations;
        this.patience = properties.fetchTimeout();
        this.places = new Semaphore(properties.maxFetches());
    }

    /** Writes what is at the location into the file. */
    void download(CheckedLayer context, Path file) {
        URI url = URI.create(context.location());
        destinations.require(context.field() + ".location", url);
        if (!places.tryAcquire()) {
            throw ApiException.unavailable(
                    "Too many build contexts are being fetched at the moment, please try again", RETRY_AFTER, null);
        }
        try {
            downloads.toFile(url, file, context.gzipSize(), patience);
        } catch (Downloads.DownloadException failed) {
            throw context.broken("location", "could not be fetched: " + failed.getMessage());
        } finally {
            places.release();
        }
    }
}
