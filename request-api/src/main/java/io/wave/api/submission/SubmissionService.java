package io.wave.api.submission;

import io.wave.api.access.ImageSources;
import io.wave.api.build.BuildProperties;
import io.wave.api.containerfile.template.PackageFiles;
import io.wave.api.content.ConfigLayers;
import io.wave.api.content.DiskSpaceCheck;
import io.wave.api.content.LockFileDownloader;
import io.wave.api.content.VerifiedConfig;
import io.wave.api.image.IncludedLayers;
import io.wave.api.security.caller.Caller;
import io.wave.api.security.limit.CallerLimits;
import io.wave.api.submission.plan.TargetImage;
import io.wave.api.submission.plan.TargetImageResolver;
import io.wave.api.submission.request.ApiVersion;
import io.wave.api.submission.request.CommonParameters;
import io.wave.api.submission.request.Origin;
import io.wave.api.submission.request.Submission;
import io.wave.api.submission.request.SubmitRequest;
import io.wave.api.submission.rules.RegistryPermissions;
import io.wave.api.submission.rules.SubmissionParser;
import io.wave.api.web.problem.ApiException;
import io.wave.container.ContainerConfig;
import io.wave.container.Layer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Service;

/** Handles container requests, from validation to the response. */
@Service
class SubmissionService {

    private final SubmissionParser parser;
    private final CallerLimits limits;
    private final RequestLogins logins;
    private final IncludedLayers included;
    private final LockFileDownloader lockFiles;
    private final RegistryPermissions permissions;
    private final RequestImages requestImages;
    private final ConfigLayers layers;
    private final DiskSpaceCheck diskSpace;
    private final TargetImageResolver targetImages;
    private final ImageRequestHandler images;
    private final BuildRequestHandler builds;
    private final MirrorRequestHandler mirrors;
    private final RequestWorkflows workflows;
    private final ResponseFactory responses;
    private final BuildProperties properties;

    SubmissionService(
            SubmissionParser parser,
            CallerLimits limits,
            RequestLogins logins,
            IncludedLayers included,
            LockFileDownloader lockFiles,
            RegistryPermissions permissions,
            RequestImages requestImages,
            ConfigLayers layers,
            DiskSpaceCheck diskSpace,
            TargetImageResolver targetImages,
            ImageRequestHandler images,
            BuildRequestHandler builds,
            MirrorRequestHandler mirrors,
            RequestWorkflows workflows,
            ResponseFactory responses,
            BuildProperties properties) {
        this.parser = parser;
        this.limits = limits;
        this.logins = logins;
        this.included = included;
        this.lockFiles = lockFiles;
        this.permissions = permissions;
        this.requestImages = requestImages;
        this.layers = layers;
        this.diskSpace = diskSpace;
        this.targetImages = targetImages;
        this.images = images;
        this.builds = builds;
        this.mirrors = mirrors;
        this.workflows = workflows;
        this.responses = responses;
        this.properties = properties;
    }

    SubmitResponse submit(SubmitRequest body, ApiVersion version, Caller httpCaller) {
        Submission parsed = parser.parse(body, version, httpCaller, null);
        limits.takePull(parsed.common().caller());
        Submission complete = lockFile(parsed)
                .map(lockFile -> parser.parse(body, version, httpCaller, lockFile))
                .orElse(parsed);
        Submission submission = logins.ready(body, complete);
        ImageSources layerSources = requestImages.requireLayers(submission);
        ContainerConfig config = withIncludedLayers(submission.common());
        VerifiedConfig overlay = layers.verify(config);
        diskSpace.requireFor(overlay);
        return switch (submission) {
            case Submission.Mirror mirror -> mirror(mirror, version);
            case Submission.Augment augment ->
                responses.of(workflows.bind(body, images.accept(augment, overlay)), version);
            case Submission.BuildSubmission request -> build(body, request, config, overlay, layerSources, version);
        };
    }

    private SubmitResponse mirror(Submission.Mirror mirror, ApiVersion version) {
        permissions.requirePush(mirror.common(), mirror.target());
        return mirror.dryRun()
                ? responses.ofDryRun(mirror, mirrors.newId(), mirrors.dryRun(mirror))
                : responses.of(mirrors.accept(mirror), version);
    }

    /** The lock file whose URL the packages of the request are. */
    private Optional<String> lockFile(Submission submission) {
        return submission instanceof Submission.BuildSubmission build
                        && build.origin() instanceof Origin.OfPackages(var packages, var _)
                ? PackageFiles.lockFile(packages).map(url -> lockFiles.download("packages.entries", url))
                : Optional.empty();
    }

    private SubmitResponse build(
            SubmitRequest body,
            Submission.BuildSubmission request,
            ContainerConfig config,
            VerifiedConfig overlay,
            ImageSources layerSources,
            ApiVersion version) {
        ImageSources sources = requestImages.requireBases(request).and(layerSources);
        if (!properties.enabled()) {
            throw ApiException.unsupported(
                    fieldRequiringBuild(request), "is not available: builds are disabled (wave.build.enabled)");
        }
        TargetImage image = targetImages.of(request, config, overlay, sources);
        permissions.requirePush(request.common(), image.target());
        return request.options().dryRun()
                ? responses.ofDryRun(request, image, builds.isPresent(request, image), version)
                : responses.of(workflows.bind(body, builds.accept(request, image, sources)), version);
    }

    /** The configuration, with the layers of the included images appended. */
    private ContainerConfig withIncludedLayers(CommonParameters common) {
        if (common.includes().isEmpty()) {
            return common.config();
        }
        List<Layer> all = new ArrayList<>(common.config().layerList());
        all.addAll(included.of(
                IncludedLayers.images(common.includes()),
                common.platforms().first(),
                common.caller().tenant()));
        return common.config().withLayers(all);
    }

    /** The field because of which the request needs a build. */
    private static String fieldRequiringBuild(Submission.BuildSubmission request) {
        return switch (request.origin()) {
            case Origin.Text text -> text.field();
            case Origin.Image _ -> "freeze";
        };
    }
}
