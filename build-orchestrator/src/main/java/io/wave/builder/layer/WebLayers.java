package io.wave.builder.layer;

import io.wave.image.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** Layers that are fetched by URL. */
final class WebLayers {

    private static final int OK = 200;

    private final HttpClient http;
    private final LayerProperties limits;

    WebLayers(LayerProperties limits) {
        this.limits = limits;
        this.http = HttpClient.newBuilder()
                .connectTimeout(limits.connectTimeout())
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build();
    }

    InputStream open(Digest layer, URI location) throws InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(location).timeout(limits.fetchTimeout()).build();
        try {
            HttpResponse<InputStream> response = http.send(request, HttpResponse.BodyHandlers.ofInputStream());
            if (response.statusCode() != OK) {
                response.body().close();
                throw new InvalidLayerException("layer %s cannot be fetched: %s answered with status %d"
                        .formatted(layer, location.getHost(), response.statusCode()));
            }
            return response.body();
        } catch (IOException failure) {
            throw new InvalidLayerException(
                    "layer %s cannot be fetched from %s: %s".formatted(layer, location.getHost(), failure));
        }
    }
}
