package io.wave.api.scan.harbor;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;

/** What the adapter can do, as Harbor asks for it when it is registered. */
record HarborMetadata(HarborReport.Scanner scanner, List<Capability> capabilities, Map<String, String> properties) {

    static final HarborMetadata OF_TRIVY = new HarborMetadata(
            HarborReport.Scanner.UNKNOWN,
            List.of(
                    new Capability(
                            "vulnerability",
                            HarborMediaTypes.IMAGES,
                            List.of(HarborMediaTypes.VULNERABILITIES),
                            Map.of()),
                    new Capability(
                            "sbom",
                            HarborMediaTypes.IMAGES,
                            List.of(HarborMediaTypes.SBOM),
                            Map.of("sbom_media_types", List.of(HarborMediaTypes.SPDX, HarborMediaTypes.CYCLONEDX)))),
            Map.of("harbor.scanner-adapter/scanner-type", "os-package-vulnerability"));

    /** Reports that can be made of images. */
    record Capability(
            String type,
            @JsonProperty("consumes_mime_types") List<String> consumes,
            @JsonProperty("produces_mime_types") List<String> produces,
            @JsonProperty("additional_attributes") Map<String, List<String>> attributes) {}
}
