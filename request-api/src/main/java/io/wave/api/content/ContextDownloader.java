package io.wave.api.content;

import io.wave.api.image.HostCheck;
import io.wave.api.web.problem.ApiException;
import io.wave.egress.Downloads;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.springframework.stereotype.Component;

/** Downloads build contexts and lock files: with limits on size, time and concurrency. */
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
        download(context.field() + ".location", URI.create(context.location()), file, context.gzipSize());
    }

    /** Downloads a URL to a file; errors name the field. */
    void download(String field, URI url, Path file, long maxBytes) {
        destinations.require(field, url);
        if (!places.tryAcquire()) {
            throw ApiException.unavailable(
                    "Too many build contexts and lock files are being downloaded, try again", RETRY_AFTER, null);
        }
        try {
            downloads.toFile(url, file, maxBytes, timeout);
        } catch (Downloads.DownloadException failed) {
            throw ApiException.invalid(field, "could not be downloaded: " + failed.getMessage());
        } finally {
            places.release();
        }
    }
}
