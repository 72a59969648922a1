package io.wave.cluster;

import io.wave.image.Digest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Pushes to a registry that uses plain HTTP. */
public final class RegistryUploads {

    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI base;

    /** To the registry at this {@code host:port}. */
    public RegistryUploads(String authority) {
        base = URI.create("http://" + authority);
    }

    /** Puts a blob, in one piece. */
    public Digest blob(String repository, byte[] content) {
        Digest digest = Digest.of(content);
        HttpResponse<String> begun =
                send(request("/v2/" + repository + "/blobs/uploads/").POST(HttpRequest.BodyPublishers.noBody()), 202);
        String location = begun.headers().firstValue("Location").orElseThrow();
        String separator = location.contains("?") ? "&" : "?";
        send(
                request(location + separator + "digest=" + digest)
                        .header("Content-Type", "application/octet-stream")
                        .PUT(HttpRequest.BodyPublishers.ofByteArray(content)),
                201);
        return digest;
    }

    /** Puts a manifest under a tag. */
    public Digest manifest(String repository, String tag, String mediaType, byte[] content) {
        send(
                request("/v2/" + repository + "/manifests/" + tag)
                        .header("Content-Type", mediaType)
                        .PUT(HttpRequest.BodyPublishers.ofByteArray(content)),
                201);
        return Digest.of(content);
    }

    private HttpRequest.Builder request(String location) {
        return HttpRequest.newBuilder(base.resolve(location)).timeout(LIMIT);
    }

    private HttpResponse<String> send(HttpRequest.Builder request, int expected) {
        try {
            HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != expected) {
                throw new IllegalStateException(
                        "%s answered %d: %s".formatted(response.uri(), response.statusCode(), response.body()));
            }
            return response;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
