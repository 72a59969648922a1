package io.wave.api.content;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.springframework.stereotype.Component;

/** Fetches contexts by HTTP, never more than was announced and never for longer than allowed. */
@Component
class WebContent {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    private final Duration patience;
    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(CONNECT_TIMEOUT)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();

    WebContent(ContentProperties properties) {
        this.patience = properties.fetchTimeout();
    }

    /** Writes what is at the location into the file. */
    void download(CheckedLayer context, Path file) {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(context.location())).build();
        CompletableFuture<HttpResponse<Path>> answer =
                http.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofFile(file), context.gzipSize()));
        try {
            int status = answer.get(patience.toMillis(), TimeUnit.MILLISECONDS).statusCode();
            if (status != 200) {
                throw context.broken("location", "could not be fetched: its server answered " + status);
            }
        } catch (TimeoutException slow) {
            answer.cancel(true);
            throw context.broken("location", "could not be fetched within %d s".formatted(patience.toSeconds()));
        } catch (ExecutionException failed) {
            throw context.broken("location", "could not be fetched: " + reason(failed));
        } catch (InterruptedException stopping) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw context.broken("location", "could not be fetched: the service is stopping");
        }
    }

    private static String reason(ExecutionException failed) {
        return failed.getCause() instanceof IOException error && error.getMessage() != null
                ? error.getMessage()
                : "no connection, or more bytes than gzipSize";
    }
}
