package io.wave.benchmark.hostile;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;

/** A client of the service with a loopback address of its own, since limits go by address. */
final class Caller implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final int CONNECT_MILLIS = 5_000;
    private static final int RECEIVE_BUFFER = 8 * 1024;

    private final URI service;
    private final InetAddress address;
    private final HttpClient http;

    Caller(URI service, InetAddress address) {
        this.service = service;
        this.address = address;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .localAddress(address)
                .connectTimeout(Duration.ofMillis(CONNECT_MILLIS))
                .build();
    }

    /** Posts a container request. */
    HttpResponse<String> submit(String json) throws IOException, InterruptedException {
        return http.send(
                request("/v1alpha2/container")
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(json))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** Gets a path; redirects are followed as container engines do, nine at most. The bytes come as ISO 8859-1. */
    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        URI uri = service.resolve(path);
        for (int hop = 0; hop < 10; hop++) {
            HttpResponse<String> response =
                    http.send(request(uri).build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.ISO_8859_1));
            if (response.statusCode() != 307) {
                return response;
            }
            uri = uri.resolve(response.headers().firstValue("Location").orElseThrow());
        }
        throw new IOException("redirected more than ten times");
    }

    /** Sends any method with Basic credentials. */
    HttpResponse<Void> authenticated(String method, String path, String user, String password)
            throws IOException, InterruptedException {
        String credentials =
                Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
        return http.send(
                request(path)
                        .header("Authorization", "Basic " + credentials)
                        .method(method, BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.discarding());
    }

    /** A raw connection with a small receive window, on which this text was sent. */
    Socket connection(String text) throws IOException {
        Socket socket = new Socket();
        try {
            socket.setReceiveBufferSize(RECEIVE_BUFFER);
            socket.bind(new InetSocketAddress(address, 0));
            socket.connect(new InetSocketAddress(service.getHost(), service.getPort()), CONNECT_MILLIS);
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
            return socket;
        } catch (IOException refused) {
            socket.close();
            throw refused;
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }

    private HttpRequest.Builder request(String path) {
        return request(service.resolve(path));
    }

    private static HttpRequest.Builder request(URI uri) {
        return HttpRequest.newBuilder(uri)
                .timeout(LIMIT)
                .header(
                        "Accept",
                        "application/vnd.oci.image.index.v1+json, application/vnd.oci.image.manifest.v1+json");
    }
}
