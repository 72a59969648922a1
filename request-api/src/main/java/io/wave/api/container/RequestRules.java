package io.wave.api.container;

import io.wave.api.build.BuildProperties;
import io.wave.api.problem.ApiException;
import io.wave.container.ContainerConfig;
import io.wave.container.Layer;
import io.wave.image.ImageReference;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The rules of a container request that need no look outside, in the order in which they are checked: the first that is
 * broken is answered, with the field and the rule.
 */
@Component
class RequestRules {

    private static final Pattern PROTOCOL = Pattern.compile("[A-Za-z0-9]+://.*", Pattern.DOTALL);
    private static final int MAX_INCLUDES = 10;
    private static final int MAX_FINGERPRINT = 1000;
    private static final int MAX_CONFIG = 100_000;

    private final BuildProperties builds;
    private final CapabilityProperties capabilities;
    private final Repositories repositories;

    RequestRules(BuildProperties builds, CapabilityProperties capabilities, Repositories repositories) {
        this.builds = builds;
        this.capabilities = capabilities;
        this.repositories = repositories;
    }

    void check(SubmitRequest request, ApiVersion version) {
        sizes(request);
        names(request);
        if (request.isMirror()) {
            MirrorRules.check(request, version);
        }
        identity(request);
        conflicts(request, version);
        RequestedPlatform.check(request, builds.enabled());
        source(request);
        features(request);
        config(request.config());
    }

    private void sizes(SubmitRequest request) {
        if (builds.enabled()) {
            notLonger("condaFile", request.condaFile(), builds.maxCondaFileSize());
            notLonger("containerFile", request.containerFile(), builds.maxContainerFileSize());
            List<Layer> layers = request.config().layerList();
            for (int i = 0; i < layers.size(); i++) {
                @Nullable Layer layer = layers.get(i);
                require(layer != null, "containerConfig.layers[%d]".formatted(i), "must not be null");
                String field = "containerConfig.layers[%d].location".formatted(i);
                notLonger(field, Objects.requireNonNull(layer).location(), builds.maxDataLayerSize());
            }
        }
        notLonger("fingerprint", request.fingerprint(), MAX_FINGERPRINT);
    }

    private static void names(SubmitRequest request) {
        String image = request.containerImage();
        if (image != null) {
            require(
                    !PROTOCOL.matcher(image).matches(),
                    "containerImage",
                    "must not start with a protocol: '%s'".formatted(shortened(image)));
            image(image);
        }
        if (!request.isMirror()) {
            repository("buildRepository", request.buildRepository());
            repository("cacheRepository", request.cacheRepository());
        }
    }

    /** The image that the request names. */
    static ImageReference image(String text) {
        try {
            return ImageReference.parse(text);
        } catch (IllegalArgumentException malformed) {
            throw ApiException.invalid("containerImage", "is not an image name: '%s'".formatted(shortened(text)));
        }
    }

    private static void repository(String field, @Nullable String text) {
        if (text != null) {
            RepositoryName.parse(field, text);
        }
    }

    private void identity(SubmitRequest request) {
        if (request.hasToken()) {
            String endpoint = PlatformEndpoint.of(request.towerEndpoint());
            throw ApiException.invalid(
                    "towerEndpoint", "'%s' is not registered with this service".formatted(shortened(endpoint)));
        }
        require(capabilities.anonymousAccess(), "towerAccessToken", "must be given: anonymous access is switched off");
    }

    private void conflicts(SubmitRequest request, ApiVersion version) {
        boolean v2 = version == ApiVersion.V2;
        require(
                !(v2 && request.hasFile() && request.hasPackages()),
                "packages",
                "cannot be combined with containerFile");
        require(!(v2 && request.condaFile() != null), "condaFile", "is deprecated, use packages");
        require(v2 || !request.hasPackages(), "packages", "is not allowed on the legacy endpoint");
        require(v2 || request.nameStrategy() == null, "nameStrategy", "is not allowed on the legacy endpoint");
        if (request.isFreeze()) {
            require(
                    repositories.isCustom(request.buildRepository()),
                    "buildRepository",
                    "must be given, and not be one of the server's own, for a freeze");
        }
    }

    private static void source(SubmitRequest request) {
        boolean file = request.hasFile() || request.hasPackages();
        require(request.hasImage() || file, "containerImage", "or containerFile must be given");
        require(!(request.hasImage() && file), "containerImage", "cannot be combined with containerFile or packages");
        if (request.hasImage() && !request.isFreeze() && !request.config().isEmpty()) {
            boolean pinned = image(Objects.requireNonNull(request.containerImage()))
                    .pinned()
                    .isPresent();
            require(!pinned, "containerImage", "must name a tag, not a digest, when containerConfig is given");
        }
        require(!request.isSingularity() || request.isFreeze(), "format", "'sif' needs freeze");
    }

    private static void features(SubmitRequest request) {
        unsupported(
                request.scanMode() != null && request.scanMode() != ScanMode.none,
                "scanMode",
                "is not available: scanning is off (wave.scan.enabled)");
        int includes = request.containerIncludes() == null
                ? 0
                : request.containerIncludes().size();
        require(
                includes <= MAX_INCLUDES,
                "containerIncludes",
                "must not hold more than %d images".formatted(MAX_INCLUDES));
        unsupported(includes > 0, "containerIncludes", "is not available on this server");
        unsupported(request.isMirror(), "mirror", "is not available: mirroring is off (wave.mirror.enabled)");
        unsupported(request.hasPackages(), "packages", "are not available on this server, send a containerFile");
        unsupported(request.condaFile() != null, "condaFile", "is not available on this server");
        unsupported(request.isSingularity(), "format", "'sif' is not available on this server");
        unsupported(
                request.isFreeze() && (request.hasImage() || !request.config().isEmpty()),
                "freeze",
                "of an image or a containerConfig is not available on this server");
        BuildCompression compression = request.buildCompression();
        unsupported(
                request.hasFile()
                        && compression != null
                        && compression.mode() != null
                        && compression.mode() != BuildCompression.Mode.gzip,
                "buildCompression.mode",
                "other than gzip is not available on this server");
    }

    private static void config(ContainerConfig config) {
        words("containerConfig.entrypoint", config.entrypoint());
        words("containerConfig.cmd", config.cmd());
        words("containerConfig.env", config.env());
        for (String variable : Objects.requireNonNullElse(config.env(), List.<String>of())) {
            require(
                    variable.indexOf('=') > 0,
                    "containerConfig.env",
                    "must hold NAME=value, not '%s'".formatted(shortened(variable)));
        }
        String directory = config.workingDir();
        notLonger("containerConfig.workingDir", directory, MAX_CONFIG);
    }

    private static void words(String field, @Nullable List<String> words) {
        long length = 0;
        for (@Nullable String word : Objects.requireNonNullElse(words, List.<String>of())) {
            require(word != null, field, "must not hold null");
            length += Objects.requireNonNull(word).length();
        }
        require(length <= MAX_CONFIG, field, "must not be longer than %d characters".formatted(MAX_CONFIG));
    }

    private static void notLonger(String field, @Nullable String text, int limit) {
        require(
                text == null || text.length() <= limit,
                field,
                "must not be longer than %d characters".formatted(limit));
    }

    private static void require(boolean holds, String field, String rule) {
        if (!holds) {
            throw ApiException.invalid(field, rule);
        }
    }

    private static void unsupported(boolean asked, String field, String reason) {
        if (asked) {
            throw ApiException.unsupported(field, reason);
        }
    }

    private static String shortened(String text) {
        return text.length() <= 200 ? text : text.substring(0, 200) + "…";
    }
}
