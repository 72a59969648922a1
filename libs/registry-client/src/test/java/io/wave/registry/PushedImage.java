package io.wave.registry;

import io.wave.image.Digest;
import io.wave.image.ImageReference;
import io.wave.oci.MediaTypes;
import io.wave.registry.config.Credentials;
import io.wave.registry.push.Upload;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Random;

/**
 * A small image in a registry.
 *
 * @param reference reference by tag
 * @param manifest manifest
 * @param config image configuration
 * @param layer content of its only layer: random bytes, since it is never unpacked
 */
@SuppressWarnings("ArrayRecordComponent")
public record PushedImage(ImageReference reference, byte[] manifest, byte[] config, byte[] layer) {

    public static PushedImage push(
            String registry, String repository, String tag, int layerSize, Optional<Credentials> as) {
        byte[] layer = new byte[layerSize];
        new Random(layerSize).nextBytes(layer);
        byte[] config = "{\"architecture\":\"amd64\",\"os\":\"linux\"}".getBytes(StandardCharsets.UTF_8);
        byte[] manifest = manifest(config, layer);
        Upload upload = new Upload("http://%s/v2/%s".formatted(registry, repository), as);
        upload.blob(layer);
        upload.blob(config);
        upload.manifest(tag, manifest);
        return new PushedImage(
                ImageReference.parse("%s/%s:%s".formatted(registry, repository, tag)), manifest, config, layer);
    }

    public static byte[] manifest(byte[] config, byte[] layer) {
        return """
                {"schemaVersion":2,"mediaType":"%s",
                 "config":{"mediaType":"%s","digest":"%s","size":%d},
                 "layers":[{"mediaType":"%s","digest":"%s","size":%d}]}""".formatted(
                        MediaTypes.OCI_MANIFEST,
                        MediaTypes.OCI_CONFIG,
                        Digest.of(config),
                        config.length,
                        MediaTypes.OCI_LAYER_GZIP,
                        Digest.of(layer),
                        layer.length)
                .getBytes(StandardCharsets.UTF_8);
    }

    public Digest digest() {
        return Digest.of(manifest);
    }

    public Digest layerDigest() {
        return Digest.of(layer);
    }

    private record Upload(String base, Optional<Credentials> as) {

        private static final HttpClient HTTP = HttpClient.newHttpClient();

        void blob(byte[] content) {
            String location = send(HttpRequest.newBuilder(URI.create(base + "/blobs/uploads/"))
                            .POST(HttpRequest.BodyPublishers.noBody()))
                    .headers()
                    .firstValue("Location")
                    .orElseThrow();
            URI upload = URI.create(base).resolve(location + "&digest=" + Digest.of(content));
            send(HttpRequest.newBuilder(upload).PUT(HttpRequest.BodyPublishers.ofByteArray(content)));
        }

        void manifest(String tag, byte[] content) {
            send(HttpRequest.newBuilder(URI.create(base + "/manifests/" + tag))
                    .header("Content-Type", MediaTypes.OCI_MANIFEST)
                    .PUT(HttpRequest.BodyPublishers.ofByteArray(content)));
        }

        private HttpResponse<String> send(HttpRequest.Builder request) {
            as.ifPresent(known -> request.header("Authorization", "Basic " + known.encoded()));
            try {
                HttpResponse<String> response = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
                if (response.statusCode() >= 300) {
                    throw new IllegalStateException(response + " " + response.body());
                }
                return response;
            } catch (IOException failure) {
                throw new IllegalStateException(failure);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(interrupted);
            }
        }
    }
}
