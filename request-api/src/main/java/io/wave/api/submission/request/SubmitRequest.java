package io.wave.api.submission.request;

import io.wave.api.containerfile.naming.NameStrategy;
import io.wave.api.containerfile.packages.Packages;
import io.wave.api.security.caller.Secret;
import io.wave.api.submission.rules.RequestRules;
import io.wave.build.BuildCompression;
import io.wave.container.ContainerConfig;
import io.wave.container.Layer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Body of {@code POST /v1alpha2/container} and {@code POST /container-token}. All members may be absent or null; which
 * combinations are valid is for {@link RequestRules} to say.
 *
 * @param towerAccessToken Platform token
 * @param towerRefreshToken renews the Platform token
 * @param towerEndpoint base URL of the Platform's API
 * @param towerWorkspaceId workspace of the credentials
 * @param workflowId Platform run
 * @param containerImage source image; exactly one of image, file and packages
 * @param containerFile container file, in base64
 * @param containerConfig laid over the image
 * @param condaFile Conda file of the first version, in base64
 * @param packages what a container file is made from
 * @param containerPlatform platform, {@code linux/amd64} unless given
 * @param buildRepository repository of the built image, without protocol and tag
 * @param cacheRepository repository of layer caches, without protocol and tag
 * @param timestamp when the client asked, with offset
 * @param fingerprint opaque, shown only
 * @param freeze whether everything is baked into a durable image
 * @param mirror whether the image is copied to {@code buildRepository}
 * @param buildContext tar.gz with the files that the container file refers to
 * @param format {@code sif} for Singularity
 * @param dryRun whether only names are computed
 * @param containerIncludes images whose layers are added
 * @param nameStrategy how the image of packages is named
 * @param scanMode when the image is scanned
 * @param scanLevels severities that a required scan tolerates
 * @param buildCompression how layers are compressed
 * @param buildTemplate how packages become a container file
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
        @Nullable String format,
        @Nullable Boolean dryRun,
        @Nullable List<String> containerIncludes,
        @Nullable NameStrategy nameStrategy,
        @Nullable ScanMode scanMode,
        @Nullable List<ScanLevel> scanLevels,
        @Nullable BuildCompression buildCompression,
        @Nullable String buildTemplate) {

    /** An empty text says as little as none. */
    public SubmitRequest {
        towerEndpoint = given(towerEndpoint);
        containerImage = given(containerImage);
        containerFile = given(containerFile);
        condaFile = given(condaFile);
        containerPlatform = given(containerPlatform);
        buildRepository = given(buildRepository);
        cacheRepository = given(cacheRepository);
        timestamp = given(timestamp);
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

    public boolean isSingularity() {
        return "sif".equals(format);
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

    /** The configuration; one without a member that says something is no configuration. */
    public ContainerConfig config() {
        return containerConfig == null || containerConfig.isEmpty() ? ContainerConfig.EMPTY : containerConfig;
    }

    private static @Nullable String given(@Nullable String text) {
        return text == null || text.isEmpty() ? null : text;
    }
}
