package io.wave.api.scan.harbor;

import io.wave.api.access.ImageAccess;
import io.wave.api.image.ImageLookupService;
import io.wave.api.scan.Scan;
import io.wave.api.scan.ScanImages;
import io.wave.api.scan.ScanOrigin;
import io.wave.api.scan.ScanReports;
import io.wave.api.scan.ScanService;
import io.wave.api.security.caller.Caller;
import io.wave.api.web.problem.ApiException;
import io.wave.image.Digest;
import io.wave.image.ImageReference;
import io.wave.job.JobId;
import io.wave.job.JobKind;
import io.wave.scan.ScanFile;
import io.wave.scan.ScanReport;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Scans on behalf of Harbor. */
@Component
@ConditionalOnProperty("wave.scan.harbor.token")
class HarborScans {

    /** Documents of workers, without the limits for those of clients. */
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final ScanImages.Fields FIELDS = new ScanImages.Fields("artifact", "artifact");

    private final ImageLookupService lookups;
    private final ImageAccess access;
    private final ScanImages images;
    private final ScanService scans;
    private final ScanReports reports;

    HarborScans(
            ImageLookupService lookups, ImageAccess access, ScanImages images, ScanService scans, ScanReports reports) {
        this.lookups = lookups;
        this.access = access;
        this.images = images;
        this.scans = scans;
        this.reports = reports;
    }

    /** The state of a scan, and its report. */
    sealed interface Answer {

        record Running() implements Answer {}

        record Failed(String reason) implements Answer {}

        record Ready(Object report) implements Answer {}
    }

    /** @throws ApiException if scans are disabled */
    void requireEnabled() {
        scans.requireEnabled("scan");
    }

    /** Requests a scan and returns its id. */
    String accept(HarborScanRequest request, Caller caller) {
        requireEnabled();
        ImageReference image = image(request);
        Digest digest = lookups.lookUp("artifact", image, caller.tenant())
                .digest()
                .orElseThrow(() -> ApiException.invalid(
                        "artifact",
                        ("'%s' does not exist, or access is denied: wave.registries must have credentials for %s that all"
                                        + " callers may use (callers: all)")
                                .formatted(image, image.registry())));
        access.require("artifact", image, digest, caller.tenant());
        return scans.scan(images.work(FIELDS, image, image.name(), null, caller.tenant(), ScanOrigin.IMAGE), null)
                .toString();
    }

    private static ImageReference image(HarborScanRequest request) {
        HarborScanRequest.Registry registry = request.registry();
        HarborScanRequest.Artifact artifact = request.artifact();
        if (registry == null || artifact == null || artifact.repository() == null || artifact.digest() == null) {
            throw ApiException.invalid(
                    "artifact", "registry.url, artifact.repository and artifact.digest are required");
        }
        String host = host(Objects.requireNonNullElse(registry.url(), ""));
        try {
            return new ImageReference(host, artifact.repository(), null, Digest.parse(artifact.digest()));
        } catch (IllegalArgumentException malformed) {
            throw ApiException.invalid("artifact", String.valueOf(malformed.getMessage()));
        }
    }

    /** The host, with the port unless it is that of https. */
    private static String host(String url) {
        try {
            URI parsed = new URI(url);
            boolean http = "http".equalsIgnoreCase(parsed.getScheme()) || "https".equalsIgnoreCase(parsed.getScheme());
            if (http && parsed.getHost() != null && parsed.getRawUserInfo() == null) {
                String host = parsed.getRawAuthority();
                return host.endsWith(":443") ? host.substring(0, host.length() - 4) : host;
            }
        } catch (URISyntaxException malformed) {
            // Reported below with a message of our own.
        }
        throw ApiException.invalid(
                "registry.url", "must be an http or https URL of a registry, such as https://harbor.example.com");
    }

    /** @param sbomType media type of the bill of materials, if one is asked for */
    Answer report(String id, boolean sbom, @Nullable String sbomType, Caller caller) {
        Scan scan = JobId.find(id)
                .filter(job -> job.kind() == JobKind.SCAN)
                .flatMap(scans::find)
                .orElseThrow(() -> ApiException.notFound("Scan '%s' not found".formatted(id)));
        access.requireContents(caller, scan);
        if (!scan.job().isFinal()) {
            return new Answer.Running();
        }
        if (!scan.succeeded()) {
            return new Answer.Failed(Objects.requireNonNullElse(scan.job().failure(), "the scan failed"));
        }
        ScanReport report = reports.of(scan)
                .orElseThrow(() -> ApiException.notFound("The report of scan '%s' is not kept any more".formatted(id)));
        return new Answer.Ready(sbom ? bill(scan, report, sbomType) : HarborReport.Vulnerabilities.of(scan, report));
    }

    private HarborReport.Sbom bill(Scan scan, ScanReport report, @Nullable String type) {
        ScanFile file = switch (type) {
            case HarborMediaTypes.SPDX -> ScanFile.SPDX;
            case HarborMediaTypes.CYCLONEDX -> ScanFile.CYCLONEDX;
            case null, default ->
                throw ApiException.invalid(
                        "sbom_media_type",
                        "must be %s or %s".formatted(HarborMediaTypes.SPDX, HarborMediaTypes.CYCLONEDX));
        };
        try (InputStream document = reports.open(scan, file)
                .orElseThrow(() -> ApiException.notFound("The document is not kept any more"))) {
            return HarborReport.Sbom.of(scan, report, type, JSON.readTree(document));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
