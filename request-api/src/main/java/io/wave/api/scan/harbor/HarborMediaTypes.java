package io.wave.api.scan.harbor;

import java.util.List;

/** The media types of the adapter API. */
final class HarborMediaTypes {

    static final String METADATA = "application/vnd.scanner.adapter.metadata+json; version=1.1";
    /** In all versions. */
    static final String SCAN_REQUEST = "application/vnd.scanner.adapter.scan.request+json";

    static final String SCAN_RESPONSE = "application/vnd.scanner.adapter.scan.response+json; version=1.0";
    static final String ERROR = "application/vnd.scanner.adapter.error+json; version=1.0";
    static final String VULNERABILITIES = "application/vnd.security.vulnerability.report; version=1.1";
    static final String SBOM = "application/vnd.security.sbom.report+json; version=1.0";
    static final String SPDX = "application/spdx+json";
    static final String CYCLONEDX = "application/vnd.cyclonedx+json";
    static final List<String> IMAGES = List.of(
            "application/vnd.oci.image.manifest.v1+json", "application/vnd.docker.distribution.manifest.v2+json");

    private HarborMediaTypes() {}

    /** Whether an Accept header asks for a media type; white space does not count. */
    static boolean accepts(String header, String type) {
        return header.replace(" ", "").contains(type.replace(" ", ""));
    }
}
