package io.wave.api.submission.rules;

import static io.wave.api.submission.rules.Checks.notLonger;
import static io.wave.api.submission.rules.Checks.require;

import io.wave.api.build.BuildProperties;
import io.wave.api.containerfile.packages.Packages;
import io.wave.api.image.RegistryImageName;
import io.wave.api.scan.ScanProperties;
import io.wave.api.security.caller.Caller;
import io.wave.api.security.caller.Secret;
import io.wave.api.security.token.CallerResolver;
import io.wave.api.submission.request.ApiVersion;
import io.wave.api.submission.request.RepositoryName;
import io.wave.api.submission.request.RequestedPlatforms;
import io.wave.api.submission.request.SubmitRequest;
import io.wave.container.Layer;
import io.wave.image.ImageReference;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The rules of a container request that need no network access, in the order in which they are checked. The first
 * violation is reported, with the field and the rule.
 */
@Component
public class RequestRules {

    private static final Pattern PROTOCOL = Pattern.compile("[A-Za-z0-9]+://.*", Pattern.DOTALL);
    /** Limit for texts without a specific limit, in characters. */
    private static final int MAX_TEXT = 1000;

    /** Limit for access tokens, in characters. */
    private static final int MAX_TOKEN = 16 * 1024;

    /** How many unknown names of members are shown. */
    private static final int MAX_NAMES = 2;

    private final BuildProperties builds;
    private final TargetRepositories repositories;
    private final MirrorRules mirrors;
    private final ScanProperties scans;
    private final CallerResolver callers;

    RequestRules(
            BuildProperties builds,
            TargetRepositories repositories,
            MirrorRules mirrors,
            ScanProperties scans,
            CallerResolver callers) {
        this.builds = builds;
        this.repositories = repositories;
        this.mirrors = mirrors;
        this.scans = scans;
        this.callers = callers;
    }

    /**
     * Checks a request.
     *
     * @param httpCaller the caller as determined by the filter chain
     * @return the caller, including the identity in the request body
     */
    Caller check(SubmitRequest request, ApiVersion version, Caller httpCaller) {
        sizes(request);
        require(
                request.hasKnownFormat(),
                "format",
                () -> "must be 'docker' or 'sif', not '%s'".formatted(request.format()));
        RepositoryName buildRepository = names(request);
        if (request.isMirror()) {
            mirrors.check(request, version, httpCaller);
        }
        Caller caller = callers.identify(
                httpCaller, request.towerAccessToken(), request.towerRefreshToken(), request.towerEndpoint());
        callers.requireAccessByBody(caller);
        if (request.isMirror()) {
            mirrors.requireUser(caller);
        }
        conflicts(request, version, buildRepository);
        RequestedPlatforms.check(request, builds.enabled());
        source(request);
        FeatureRules.check(request, scans.enabled());
        ConfigRules.check(request.config());
        return caller;
    }

    private void sizes(SubmitRequest request) {
        notLonger("condaFile", request.condaFile(), builds.maxCondaFileSize());
        notLonger("containerFile", request.containerFile(), builds.maxContainerFileSize());
        List<Layer> layers = request.config().layerList();
        for (int i = 0; i < layers.size(); i++) {
            @Nullable Layer layer = layers.get(i);
            require(layer != null, "containerConfig.layers[%d]".formatted(i), "must not be null");
            String field = "containerConfig.layers[%d].location".formatted(i);
            notLonger(field, Objects.requireNonNull(layer).location(), builds.maxDataLayerSize());
        }
        packages(request.packages());
        notLonger("containerImage", request.containerImage(), MAX_TEXT);
        notLonger("containerPlatform", request.containerPlatform(), MAX_TEXT);
        notLonger("buildRepository", request.buildRepository(), MAX_TEXT);
        notLonger("cacheRepository", request.cacheRepository(), MAX_TEXT);
        notLonger("towerEndpoint", request.towerEndpoint(), MAX_TEXT);
        notLonger("workflowId", request.workflowId(), MAX_TEXT);
        notLonger("towerAccessToken", text(request.towerAccessToken()), MAX_TOKEN);
        notLonger("towerRefreshToken", text(request.towerRefreshToken()), MAX_TOKEN);
        notLonger("format", request.format(), MAX_TEXT);
        notLonger("buildTemplate", request.buildTemplate(), MAX_TEXT);
        notLonger("timestamp", request.timestamp(), MAX_TEXT);
        notLonger("fingerprint", request.fingerprint(), MAX_TEXT);
    }

    private static @Nullable String text(@Nullable Secret secret) {
        return secret == null ? null : secret.value();
    }

    /** This also limits the size of generated files. */
    private void packages(@Nullable Packages packages) {
        if (packages != null) {
            notLonger("packages.environment", packages.environment(), builds.maxCondaFileSize());
            require(
                    packages.length() <= builds.maxCondaFileSize(),
                    "packages",
                    () -> "must not have more than %d characters".formatted(builds.maxCondaFileSize()));
        }
    }

    /** Checks the names of images and repositories, and returns the build repository. A mirror has rules of its own. */
    private static @Nullable RepositoryName names(SubmitRequest request) {
        String image = request.containerImage();
        if (image != null) {
            require(
                    !PROTOCOL.matcher(image).matches(),
                    "containerImage",
                    () -> "must not start with a protocol: '%s'".formatted(image));
            image(image);
        }
        if (request.isMirror()) {
            return null;
        }
        RepositoryName build = repository("buildRepository", request.buildRepository());
        repository("cacheRepository", request.cacheRepository());
        return build;
    }

    /** The image named in the request. */
    static ImageReference image(String text) {
        return RegistryImageName.parse("containerImage", text);
    }

    /** The repository in a field, if it is given. */
    static @Nullable RepositoryName repository(String field, @Nullable String text) {
        return text == null ? null : RepositoryName.parse(field, text);
    }

    private void conflicts(SubmitRequest request, ApiVersion version, @Nullable RepositoryName buildRepository) {
        boolean v2 = version == ApiVersion.V2;
        require(
                !(v2 && request.hasFile() && request.hasPackages()),
                "packages",
                "cannot be combined with containerFile");
        require(!(v2 && request.condaFile() != null), "condaFile", "is deprecated: use packages");
        require(v2 || !request.hasPackages(), "packages", "is not supported by version 1 of the API");
        require(v2 || request.nameStrategy() == null, "nameStrategy", "is not supported by version 1 of the API");
        if (request.isFreeze() && !repositories.isCustom(buildRepository)) {
            boolean ofPackages = v2 && request.hasPackages();
            boolean ofFile = request.hasFile() && !ofPackages;
            require(
                    !ofFile && !request.hasImage() && (!ofPackages || repositories.hasPublic()),
                    buildRepository == null ? "freeze" : "buildRepository",
                    () -> ownRepository(request.buildRepository()));
            require(
                    !request.wantsSingularity()
                            || RequestedPlatforms.of(request).all().size() == 1,
                    "buildRepository",
                    "several platforms with format 'sif' require a repository of your own");
        }
    }

    private static String ownRepository(@Nullable String given) {
        return given == null
                ? "requires buildRepository, and it must be your own"
                : "must not be '%s', a repository of this service; name one of your own".formatted(given);
    }

    /** A likely reason for what is missing: a misspelled name. */
    private static String unknown(SubmitRequest request) {
        List<String> names = request.unknownNames(MAX_NAMES);
        return names.isEmpty() ? "" : "; not known: '%s'".formatted(String.join("', '", names));
    }

    private static void source(SubmitRequest request) {
        boolean file = request.hasFile() || request.hasPackages();
        require(
                request.hasImage() || file,
                "containerImage",
                () -> "one of containerImage, containerFile and packages is required" + unknown(request));
        require(!(request.hasImage() && file), "containerImage", "cannot be combined with containerFile or packages");
        require(!request.wantsSingularity() || request.isFreeze(), "format", "'sif' requires freeze");
    }
}
