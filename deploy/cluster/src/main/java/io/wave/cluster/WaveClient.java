package io.wave.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A minimal client of the API and of pulls. Does not follow redirects by itself. */
public final class WaveClient {

    /** The media types that container clients accept. */
    public static final String MANIFEST_TYPES = "application/vnd.oci.image.index.v1+json,"
            + "application/vnd.oci.image.manifest.v1+json,"
            + "application/vnd.docker.distribution.manifest.list.v2+json,"
            + "application/vnd.docker.distribution.manifest.v2+json";

    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration LIMIT = Duration.ofMinutes(4);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI base;

    /** A client of the service at this address. */
    public WaveClient(URI base) {
        this.base = base;
    }

    /** Submits a container request, which must be accepted. */
    public JsonNode submit(Map<String, ?> request) {
        HttpResponse<String> response = post("/v1alpha2/container", write(request));
        if (response.statusCode() != 200) {
            throw new IllegalStateException("refused with %d: %s".formatted(response.statusCode(), response.body()));
        }
        return json(response);
    }

    /** Submits the build of a container file. */
    public JsonNode submitBuild(String containerFile) {
        return submit(Map.of("containerFile", base64(containerFile)));
    }

    /** Posts JSON. */
    public HttpResponse<String> post(String path, String body) {
        return send(request(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(body)));
    }

    /** Posts JSON with more headers. */
    public HttpResponse<String> post(String path, String body, Map<String, String> headers) {
        HttpRequest.Builder request =
                request(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(body));
        headers.forEach(request::header);
        return send(request);
    }

    /** Posts any body, with its length or, if the publisher does not know it, chunked. */
    public HttpResponse<String> post(String path, String contentType, BodyPublisher body) {
        return send(request(path).header("Content-Type", contentType).POST(body));
    }

    /** Gets a path. */
    public HttpResponse<String> get(String path) {
        return send(request(path));
    }

    /** Gets a path with headers. */
    public HttpResponse<String> get(String path, Map<String, String> headers) {
        HttpRequest.Builder request = request(path);
        headers.forEach(request::header);
        return send(request);
    }

    /** Deletes a path. */
    public HttpResponse<String> delete(String path, Map<String, String> headers) {
        HttpRequest.Builder request = request(path).DELETE();
        headers.forEach(request::header);
        return send(request);
    }

    /** Gets a path as JSON; the response must be 200. */
    public JsonNode getJson(String path) {
        return json(get(path));
    }

    /** Waits until a submitted request has ended, and returns its status. */
    public JsonNode awaitDone(JsonNode submitted, Duration limit) {
        String path = "/v1alpha2/container/" + submitted.get("requestId").stringValue() + "/status";
        return json(Awaitility.await("the end of " + submitted.get("targetImage"))
                .atMost(limit)
                .until(() -> get(path), WaveClient::isDone));
    }

    private static boolean isDone(HttpResponse<String> status) {
        return status.statusCode() == 200
                && json(status).get("status").stringValue().equals("DONE");
    }

    /** Gets the manifest of an image name, following redirects as container clients do. */
    public HttpResponse<byte[]> manifest(String image) {
        return follow(manifestUri(image), 0);
    }

    /** The same, asynchronously. */
    public CompletableFuture<HttpResponse<byte[]>> manifestLater(String image) {
        CompletableFuture<HttpResponse<byte[]>> result = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                result.complete(manifest(image));
            } catch (RuntimeException failure) {
                result.completeExceptionally(failure);
            }
        });
        return result;
    }

    /** Sends HEAD for the manifest of an image name. */
    public HttpResponse<Void> headManifest(String image) {
        HttpRequest request = HttpRequest.newBuilder(manifestUri(image))
                .header("Accept", MANIFEST_TYPES)
                .timeout(LIMIT)
                .HEAD()
                .build();
        return send(request, HttpResponse.BodyHandlers.discarding());
    }

    /** Gets a blob of an image, following redirects. */
    public HttpResponse<byte[]> blob(String image, String digest) {
        String path = manifestPath(image);
        return follow(base.resolve(path.substring(0, path.lastIndexOf("/manifests/")) + "/blobs/" + digest), 0);
    }

    /** The path under which a registry serves the manifest of {@code <authority>/<repository>:<tag>}. */
    public static String manifestPath(String image) {
        String name = image.substring(image.indexOf('/') + 1);
        int at = name.indexOf('@');
        int end = at >= 0 ? at : name.lastIndexOf(':');
        return "/v2/" + name.substring(0, end) + "/manifests/" + name.substring(end + 1);
    }

    /** Base64, as the API takes files. */
    public static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The body as JSON. */
    public static JsonNode json(HttpResponse<String> response) {
        return parse(response.body());
    }

    /** A value as JSON text. */
    public static String write(Object value) {
        return JSON.writeValueAsString(value);
    }

    /** Parses JSON. */
    public static JsonNode parse(String json) {
        return JSON.readTree(json);
    }

    private URI manifestUri(String image) {
        return base.resolve(manifestPath(image));
    }

    private HttpResponse<byte[]> follow(URI uri, int redirects) {
        HttpRequest request = HttpRequest.newBuilder(uri)
                .header("Accept", MANIFEST_TYPES)
                .timeout(LIMIT)
                .build();
        HttpResponse<byte[]> response = send(request, HttpResponse.BodyHandlers.ofByteArray());
        if (response.statusCode() == 307 && redirects < 9) {
            return follow(uri.resolve(response.headers().firstValue("Location").orElseThrow()), redirects + 1);
        }
        return response;
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(base.resolve(path)).timeout(LIMIT);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        return send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
        try {
            return http.send(request, handler);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
