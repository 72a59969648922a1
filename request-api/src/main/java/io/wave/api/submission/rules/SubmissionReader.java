package io.wave.api.submission.rules;

import io.wave.api.containerfile.BuildContent;
import io.wave.api.containerfile.ContainerFile;
import io.wave.api.containerfile.packages.BuildTemplate;
import io.wave.api.containerfile.packages.Packages;
import io.wave.api.containerfile.template.PackageFiles;
import io.wave.api.content.Base64Text;
import io.wave.api.security.caller.Caller;
import io.wave.api.submission.request.ApiVersion;
import io.wave.api.submission.request.Asked;
import io.wave.api.submission.request.Origin;
import io.wave.api.submission.request.Remarks;
import io.wave.api.submission.request.RepositoryName;
import io.wave.api.submission.request.RequestedPlatforms;
import io.wave.api.submission.request.Submission;
import io.wave.api.submission.request.SubmitRequest;
import io.wave.build.BuildFormat;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Makes of the body of a container request what is asked for: the only place that knows how it is written. */
@Component
public class SubmissionReader {

    private final RequestRules rules;
    private final Clock clock;

    SubmissionReader(RequestRules rules, Clock clock) {
        this.rules = rules;
        this.clock = clock;
    }

    /**
     * Reads a body.
     *
     * @param edge who sent it
     * @throws io.wave.api.web.problem.ApiException 400 or 501 with the field and the rule that it breaks
     */
    public Submission read(SubmitRequest request, ApiVersion version, Caller edge) {
        Caller caller = rules.check(request, version, edge);
        Optional<Origin.Text> text = text(request);
        boolean made = text.isPresent() || request.isFreeze();
        Asked asked = new Asked(
                caller,
                request.config(),
                Objects.requireNonNullElse(request.containerIncludes(), List.of()),
                RequestedPlatforms.of(request),
                repository("buildRepository", request.buildRepository()),
                repository("cacheRepository", request.cacheRepository()),
                Remarks.of(request, made, clock.instant()));
        if (!made) {
            return new Submission.Extend(asked, image(request));
        }
        Submission.Product product = product(request);
        return request.isFreeze()
                ? new Submission.Freeze(asked, text.isPresent() ? text.get() : image(request), product)
                : new Submission.Build(asked, text.orElseThrow(), product);
    }

    private static Optional<Origin.Text> text(SubmitRequest request) {
        Packages packages = request.packages();
        if (packages != null) {
            PackageFiles files = PackageFiles.of(packages, request.buildTemplate(), request.isSingularity());
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

    private static @Nullable RepositoryName repository(String field, @Nullable String typed) {
        return typed == null ? null : RepositoryName.parse(field, typed);
    }

    private static Submission.Product product(SubmitRequest request) {
        return new Submission.Product(
                request.buildContext(),
                request.isSingularity() ? BuildFormat.SINGULARITY : BuildFormat.DOCKER,
                request.nameStrategy(),
                request.buildCompression(),
                BuildTemplate.shown(request.packages(), request.buildTemplate()),
                request.isDryRun());
    }
}
