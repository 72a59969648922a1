package io.wave.scanner.database;

import io.wave.image.Digest;
import io.wave.local.scan.SampleDatabase;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** A database in a registry, as Trivy downloads it. */
public final class DatabaseArtifact {

    private static final String CONFIG = "application/vnd.aquasec.trivy.config.v1+json";
    private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";

    private DatabaseArtifact() {}

    /** Pushes the sample database and returns its name. */
    public static String push(String registry, Path folder, Instant updatedAt, Instant nextUpdate)
            throws IOException, InterruptedException {
        SampleDatabase.write(folder, updatedAt, nextUpdate);
        return push(registry, "trivy-db:2", "db", packed(folder, "trivy.db"));
    }

    /** Pushes a database of Java archives and returns its name. */
    public static String pushJava(String registry, Path folder, Instant updatedAt, Instant nextUpdate)
            throws IOException, InterruptedException {
        SampleDatabase.writeJava(folder, updatedAt, nextUpdate);
        return push(registry, "trivy-java-db:1", "javadb", packed(folder, "trivy-java.db"));
    }

    private static String push(String registry, String name, String type, byte[] layer)
            throws IOException, InterruptedException {
        byte[] config = "{}".getBytes(StandardCharsets.UTF_8);
        int tag = name.indexOf(':');
        String repository = "http://%s/v2/test/%s".formatted(registry, name.substring(0, tag));
        try (HttpClient client = HttpClient.newHttpClient()) {
            blob(client, repository, layer);
            blob(client, repository, config);
            String manifest = """
                    {"schemaVersion":2,"mediaType":"%s","config":{"mediaType":"%s","digest":"%s","size":%d},\
                    "layers":[{"mediaType":"%s","digest":"%s","size":%d,\
                    "annotations":{"org.opencontainers.image.title":"db.tar.gz"}}]}""".formatted(
                            MANIFEST,
                            CONFIG,
                            Digest.of(config),
                            config.length,
                            "application/vnd.aquasec.trivy.%s.layer.v1.tar+gzip".formatted(type),
                            Digest.of(layer),
                            layer.length);
            send(
                    client,
                    HttpRequest.newBuilder(URI.create(repository + "/manifests/" + name.substring(tag + 1)))
                            .header("Content-Type", MANIFEST)
                            .PUT(BodyPublishers.ofString(manifest)));
        }
        return "%s/test/%s".formatted(registry, name);
    }

    private static byte[] packed(Path folder, String file) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(new GZIPOutputStream(packed))) {
            for (String name : new String[] {file, "metadata.json"}) {
                byte[] content = Files.readAllBytes(folder.resolve(name));
                TarArchiveEntry entry = new TarArchiveEntry(name);
                entry.setSize(content.length);
                tar.putArchiveEntry(entry);
                tar.write(content);
                tar.closeArchiveEntry();
            }
        }
        return packed.toByteArray();
    }

    private static void blob(HttpClient client, String repository, byte[] content)
            throws IOException, InterruptedException {
        HttpResponse<Void> begun = send(
                client,
                HttpRequest.newBuilder(URI.create(repository + "/blobs/uploads/"))
                        .POST(BodyPublishers.noBody()));
        String location = begun.headers().firstValue("Location").orElseThrow();
        String separator = location.contains("?") ? "&" : "?";
        send(
                client,
                HttpRequest.newBuilder(
                                URI.create(repository).resolve(location + separator + "digest=" + Digest.of(content)))
                        .header("Content-Type", "application/octet-stream")
                        .PUT(BodyPublishers.ofByteArray(content)));
    }

    private static HttpResponse<Void> send(HttpClient client, HttpRequest.Builder request)
            throws IOException, InterruptedException {
        HttpResponse<Void> response = client.send(request.build(), BodyHandlers.discarding());
        if (response.statusCode() / 100 != 2) {
            throw new IOException("%s: status %d".formatted(response.uri(), response.statusCode()));
        }
        return response;
    }
}
