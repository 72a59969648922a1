package io.wave.scanner.database;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.wave.scan.ScanReport;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The database of a Trivy server, as the server describes it. */
public final class ServerDatabase {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private ServerDatabase() {}

    /** Empty if the server does not say. */
    public static Optional<ScanReport.Database> of(URI server) throws InterruptedException {
        String separator = server.toString().endsWith("/") ? "" : "/";
        HttpRequest request = HttpRequest.newBuilder(URI.create(server + separator + "version"))
                .timeout(TIMEOUT)
                .build();
        try (HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build()) {
            HttpResponse<byte[]> response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            return response.statusCode() == 200
                    ? Optional.ofNullable(JSON.readValue(response.body(), Version.class)
                                    .database())
                            .map(DatabaseMetadata::forReport)
                    : Optional.empty();
        } catch (IOException | JacksonException unknown) {
            return Optional.empty();
        }
    }

    private record Version(
            @JsonProperty("VulnerabilityDB") @Nullable DatabaseMetadata database) {}
}
