package io.wave.api.content;

import io.wave.api.image.HostCheck;
import io.wave.api.web.problem.ApiException;
import io.wave.egress.Downloads;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.springframework.stereotype.Component;

/** Downloads build contexts: with limits on size, time and concurrency. */
@Component
class ContextDownloader {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(10);

    private final Downloads downloads;
    private final HostCheck destinations;
    private final Duration timeout;
    private final Semaphore places;

    ContextDownloader(Downloads downloads, HostCheck destinations, ContentProperties properties) {
        this.downloads = downloads;
        this.destinations = destinations;
        this.timeout = properties.fetchTimeout();
        this.places = new Semaphore(properties.maxFetches());
    }

    /** Downloads a location to a file. */
    void download(CheckedLayer context, Path file) {
        URI url = URI.create(context.location());
        destinations.require(context.field() + ".location", url);
        if (!places.tryAcquire()) {
            throw ApiException.unavailable(
                    "Too many build contexts are being downloaded, try again", RETRY_AFTER, null);
        }
        try {
            downloads.toFile(url, file, context.gzipSize(), timeout);
        } catch (Downloads.DownloadException failed) {
            throw context.broken("location", "could not be downloaded: " + failed.getMessage());
        } finally {
            places.release();
        }
    }
}
