package io.wave.api.submission.rules;

import io.wave.api.containerfile.BuildContent;
import io.wave.api.containerfile.ContainerFile;
import io.wave.api.containerfile.packages.BuildTemplate;
import io.wave.api.containerfile.packages.Packages;
import io.wave.api.containerfile.template.PackageFiles;
import io.wave.api.content.Base64Text;
import io.wave.api.job.profile.JobProfiles;
import io.wave.api.scan.ScanProperties;
import io.wave.api.security.caller.Caller;
import io.wave.api.submission.request.ApiVersion;
import io.wave.api.submission.request.ClientInfo;
import io.wave.api.submission.request.CommonParameters;
import io.wave.api.submission.request.Origin;
import io.wave.api.submission.request.RequestedPlatforms;
import io.wave.api.submission.request.ScanChoice;
import io.wave.api.submission.request.Submission;
import io.wave.api.submission.request.SubmitRequest;
import io.wave.build.BuildFormat;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Validates the body of a container request and converts it to a {@link Submission}. */
@Component
public class SubmissionParser {

    private final RequestRules rules;
    private final ScanProperties scans;
    private final JobProfiles profiles;
    private final Clock clock;

    SubmissionParser(RequestRules rules, ScanProperties scans, JobProfiles profiles, Clock clock) {
        this.rules = rules;
        this.scans = scans;
        this.profiles = profiles;
        this.clock = clock;
    }

    /**
     * Validates and converts a body.
     *
     * @param httpCaller the caller as determined by the filter chain
     * @param lockFile content of the lock file whose URL the packages are; null if there is none, or it is not downloaded yet
     * @throws io.wave.api.web.problem.ApiException 400 or 501 with the field and the violated rule
     */
    public Submission parse(SubmitRequest request, ApiVersion version, Caller httpCaller, @Nullable String lockFile) {
        Caller caller = rules.check(request, version, httpCaller);
        Optional<Origin.Text> text = text(request, lockFile);
        boolean needsJob = text.isPresent() || request.isFreeze() || request.isMirror();
        CommonParameters common = new CommonParameters(
                caller,
                request.config(),
                Objects.requireNonNullElse(request.containerIncludes(), List.of()),
                RequestedPlatforms.of(request),
                request.isMirror()
                        ? MirrorRules.repository(request)
                        : RequestRules.repository("buildRepository", request.buildRepository()),
                request.isMirror() ? null : RequestRules.repository("cacheRepository", request.cacheRepository()),
                ScanChoice.of(request, scans.enabled(), needsJob && !request.isMirror()),
                profiles.of(request.jobProfile(), caller),
                ClientInfo.of(request, needsJob, clock.instant()));
        if (request.isMirror()) {
            Origin.Image source = image(request);
            return new Submission.Mirror(
                    common, source, MirrorRules.target(request, source.reference()), request.isDryRun());
        }
        if (!needsJob) {
            return new Submission.Augment(common, image(request));
        }
        Submission.BuildOptions options = options(request);
        return request.isFreeze()
                ? new Submission.Freeze(common, text.isPresent() ? text.get() : image(request), options)
                : new Submission.Build(common, text.orElseThrow(), options);
    }

    private static Optional<Origin.Text> text(SubmitRequest request, @Nullable String lockFile) {
        Packages packages = request.packages();
        if (packages != null) {
            PackageFiles files =
                    PackageFiles.of(packages, request.buildTemplate(), request.wantsSingularity(), lockFile);
            String containerFile = ContainerFile.checked("packages", files.containerFile());
            return Optional.of(new Origin.OfPackages(packages, new BuildContent(containerFile, files.condaFile())));
        }
        String condaFile = request.condaFile();
        return Optional.ofNullable(request.containerFile())
                .map(file -> new Origin.File(new BuildContent(
                        ContainerFile.decode(file),
                        condaFile == null ? null : Base64Text.decode("condaFile", condaFile))));
    }

    private static Origin.Image image(SubmitRequest request) {
        String typed = Objects.requireNonNull(request.containerImage());
        return new Origin.Image(typed, RequestRules.image(typed));
    }

    private static Submission.BuildOptions options(SubmitRequest request) {
        return new Submission.BuildOptions(
                request.buildContext(),
                request.wantsSingularity() ? BuildFormat.SINGULARITY : BuildFormat.DOCKER,
                request.nameStrategy(),
                request.buildCompression(),
                BuildTemplate.shown(request.packages(), request.buildTemplate()),
                request.isDryRun());
    }
}
