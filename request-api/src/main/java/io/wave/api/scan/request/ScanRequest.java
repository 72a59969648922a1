package io.wave.api.scan.request;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import io.wave.api.security.caller.Secret;
import io.wave.api.web.json.StrictBody;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Body of {@code POST /v1alpha1/scans}.
 *
 * @param containerImage the image to scan; exactly one of containerImage, buildId and mirrorId is required
 * @param buildId the build whose image is scanned, when the build has succeeded
 * @param mirrorId the mirror whose image is scanned, when the mirror has succeeded
 * @param containerPlatform the platform to scan, which must be for linux; defaults to {@code linux/amd64}, or to the first platform of
 *     the image that can be scanned
 * @param scanners what to look for: {@code vuln} for vulnerabilities (always), {@code secret} for secrets in files
 * @param towerAccessToken API token of a user, or token of a Platform
 * @param towerEndpoint URL of the API of the Platform
 * @param towerWorkspaceId workspace of the Platform whose registry credentials are used; the personal one by default
 * @param jobProfile profile of the operator that the scan runs with
 */
record ScanRequest(
        @Nullable String containerImage,
        @Nullable String buildId,
        @Nullable String mirrorId,
        @Nullable String containerPlatform,

        @JsonSetter(contentNulls = Nulls.FAIL) @Nullable List<Scanner> scanners,

        @Nullable Secret towerAccessToken,
        @Nullable String towerEndpoint,
        @Nullable Long towerWorkspaceId,

        @Nullable String jobProfile)
        implements StrictBody {

    /** What to look for; the constants are the values in JSON. */
    enum Scanner {
        vuln,
        secret
    }

    boolean wantsSecrets() {
        return scanners != null && scanners.contains(Scanner.secret);
    }
}
