package io.wave.api.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.wave.api.ApiClient;
import io.wave.api.ApiClient.Answer;
import io.wave.image.Digest;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

/**
 * An image without layers, with content of its own, for a real registry.
 *
 * @param type media type of the manifest
 * @param config its configuration; empty for an index
 * @param manifest its manifest
 * @param parts the images of an index
 */
public record UploadedImage(String type, String config, String manifest, List<UploadedImage> parts) {

    private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
    private static final String INDEX = "application/vnd.oci.image.index.v1+json";

    /** Pushes a new image. */
    public static UploadedImage push(int port, String repository, String tag) {
        String config = """
                {"architecture":"amd64","os":"linux","author":"%s","config":{},"rootfs":{"type":"layers","diff_ids":[]}}""".formatted(UUID.randomUUID());
        UploadedImage image = new UploadedImage(
                MANIFEST, config, """
                {"schemaVersion":2,"mediaType":"%s","config":{"mediaType":"application/vnd.oci.image.config.v1+json",
                "digest":"%s","size":%d},"layers":[]}""".formatted(MANIFEST, digest(config), config.length()), List.of());
        image.copy(port, repository, tag);
        return image;
    }

    /** Pushes an index of this image. */
    UploadedImage pushIndex(int port, String repository, String tag) {
        UploadedImage index = new UploadedImage(
                INDEX, "", """
                {"schemaVersion":2,"mediaType":"%s","manifests":[{"mediaType":"%s","digest":"%s","size":%d,
                "platform":{"os":"linux","architecture":"amd64"}}]}""".formatted(INDEX, MANIFEST, digest(), manifest.length()), List.of(this));
        index.copy(port, repository, tag);
        return index;
    }

    /** Pushes the image to another repository or under another tag. */
    void copy(int port, String repository, String tag) {
        parts.forEach(part -> part.copy(port, repository, "part"));
        if (!config.isEmpty()) {
            blob(port, repository, config);
        }
        put(port, repository, tag, type, manifest);
    }

    Digest digest() {
        return digest(manifest);
    }

    private static Digest digest(String content) {
        return Digest.of(content.getBytes(StandardCharsets.UTF_8));
    }

    private static void put(int port, String repository, String tag, String type, String content) {
        ApiClient registry = ApiClient.at(port);
        expect(
                201,
                registry.send(registry.request("/v2/%s/manifests/%s".formatted(repository, tag))
                        .header("Content-Type", type)
                        .PUT(BodyPublishers.ofString(content))));
    }

    private static void blob(int port, String repository, String content) {
        ApiClient registry = ApiClient.at(port);
        Answer begun = registry.send(
                registry.request("/v2/%s/blobs/uploads/".formatted(repository)).POST(BodyPublishers.noBody()));
        expect(202, begun);
        URI location = URI.create("%s&digest=%s".formatted(begun.header("Location"), digest(content)));
        expect(
                201,
                registry.send(HttpRequest.newBuilder(location)
                        .header("Content-Type", "application/octet-stream")
                        .PUT(BodyPublishers.ofString(content))));
    }

    private static void expect(int status, Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    }
}
