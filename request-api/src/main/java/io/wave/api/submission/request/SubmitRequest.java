package io.wave.api.submission.request;

import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import io.swagger.v3.oas.annotations.media.Schema;
import io.wave.api.containerfile.naming.NameStrategy;
import io.wave.api.containerfile.packages.Packages;
import io.wave.api.security.caller.Secret;
import io.wave.build.BuildCompression;
import io.wave.container.ContainerConfig;
import io.wave.container.Layer;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Body of {@code POST /v1alpha2/container} and {@code POST /container-token}. All members are optional; {@code
 * RequestRules} checks which combinations are valid.
 *
 * @param towerAccessToken API token of a user, or a Platform access token
 * @param towerRefreshToken Platform refresh token
 * @param towerEndpoint base URL of the Platform API
 * @param towerWorkspaceId workspace of the credentials
 * @param workflowId workflow of the Platform: its tokens are renewed while it runs, and expire after it has ended
 * @param containerImage source image; exactly one of containerImage, containerFile and packages is required
 * @param containerFile container file, in base64
 * @param containerConfig configuration and layers to add to the image
 * @param condaFile Conda file, in base64; version 1 of the API only
 * @param packages packages from which a container file is generated
 * @param containerPlatform target platform; default {@code linux/amd64}
 * @param buildRepository repository of the built image, without protocol and tag
 * @param cacheRepository repository of layer caches, without protocol and tag
 * @param timestamp time of the request, an ISO-8601 date and time with offset; only shown. 400 if a build or mirror has an invalid
 *     one; ignored in other requests, which then have the time of arrival
 * @param fingerprint opaque value of the client, only shown
 * @param freeze whether the configuration becomes part of a durable image
 * @param mirror whether the image is copied to {@code buildRepository}
 * @param buildContext tar.gz archive of the files that the container file refers to
 * @param format {@code docker}, which is the default, or {@code sif} for Singularity; in upper or lower case
 * @param dryRun whether only names are computed
 * @param containerIncludes images whose layers are added
 * @param nameStrategy how an image built from packages is named
 * @param scanMode when the image is scanned; built images by default in the background, others not
 * @param scanLevels severities that a required scan tolerates
 * @param buildCompression layer compression
 * @param buildTemplate build template that generates the container file from packages
 * @param jobProfile profile of the operator that the build, the mirror and the scans of the request run with
 * @param unknown members with other names, which are ignored
 */
public record SubmitRequest(
        @Nullable Secret towerAccessToken,
        @Nullable Secret towerRefreshToken,
        @Nullable String towerEndpoint,
        @Nullable Long towerWorkspaceId,
        @Nullable String workflowId,
        @Nullable String containerImage,
        @Nullable String containerFile,
        @Nullable ContainerConfig containerConfig,
        @Nullable String condaFile,
        @Nullable Packages packages,
        @Nullable String containerPlatform,
        @Nullable String buildRepository,
        @Nullable String cacheRepository,
        @Nullable String timestamp,
        @Nullable String fingerprint,
        @Nullable Boolean freeze,
        @Nullable Boolean mirror,
        @Nullable Layer buildContext,

        @Schema(allowableValues = {"docker", "sif"}) @Nullable
        String format,

        @Nullable Boolean dryRun,
        @Nullable List<String> containerIncludes,
        @Nullable NameStrategy nameStrategy,
        @Nullable ScanMode scanMode,
        @JsonSetter(contentNulls = Nulls.FAIL) @Nullable List<ScanLevel> scanLevels,
        @Nullable BuildCompression buildCompression,
        @Nullable String buildTemplate,
        @Nullable String jobProfile,

        @JsonAnySetter @JsonProperty("$unknown") @Schema(hidden = true) @Nullable
        Map<String, UnknownMember> unknown) {

    private static final Pattern SHORT_NAME = Pattern.compile("[A-Za-z0-9_.-]{1,40}");
    private static final String SIF = "sif";
    private static final String DOCKER = "docker";

    /** An empty text counts as absent. */
    public SubmitRequest {
        towerEndpoint = given(towerEndpoint);
        containerImage = given(containerImage);
        containerFile = given(containerFile);
        condaFile = given(condaFile);
        containerPlatform = given(containerPlatform);
        buildRepository = given(buildRepository);
        cacheRepository = given(cacheRepository);
        timestamp = given(timestamp);
        format = given(format);
        fingerprint = given(fingerprint);
        buildTemplate = given(buildTemplate);
    }

    public boolean isFreeze() {
        return Boolean.TRUE.equals(freeze);
    }

    public boolean isMirror() {
        return Boolean.TRUE.equals(mirror);
    }

    public boolean isDryRun() {
        return Boolean.TRUE.equals(dryRun);
    }

    public boolean wantsSingularity() {
        return SIF.equalsIgnoreCase(format);
    }

    public boolean hasKnownFormat() {
        return format == null || wantsSingularity() || DOCKER.equalsIgnoreCase(format);
    }

    public boolean hasImage() {
        return containerImage != null;
    }

    public boolean hasFile() {
        return containerFile != null;
    }

    public boolean hasPackages() {
        return packages != null;
    }

    boolean hasIncludes() {
        return containerIncludes != null && !containerIncludes.isEmpty();
    }

    /** Some names of members that are not known, in alphabetical order: only those that can be shown as they are. */
    public List<String> unknownNames(int limit) {
        return unknown == null
                ? List.of()
                : unknown.keySet().stream()
                        .filter(SHORT_NAME.asMatchPredicate())
                        .sorted()
                        .limit(limit)
                        .toList();
    }

    /** The configuration; one without any values counts as absent. */
    public ContainerConfig config() {
        return containerConfig == null || containerConfig.isEmpty() ? ContainerConfig.EMPTY : containerConfig;
    }

    private static @Nullable String given(@Nullable String text) {
        return text == null || text.isEmpty() ? null : text;
    }
}
