package io.wave.trial;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;

/** Calls as of curl(1) in a job. */
final class S3Calls {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private S3Calls() {}

    static int put(URI url, String content) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(url)
                .PUT(HttpRequest.BodyPublishers.ofString(content))
                .build();
        return HTTP.send(request, BodyHandlers.discarding()).statusCode();
    }

    static String get(URI url) throws IOException, InterruptedException {
        var answer = HTTP.send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofString());
        return "%d %s".formatted(answer.statusCode(), answer.body());
    }
}
