package io.wave.api.submission;

import io.wave.api.access.AccessScope;
import io.wave.api.access.ImageAccess;
import io.wave.api.access.ImageSources;
import io.wave.api.build.BuildPlan;
import io.wave.api.build.BuildProperties;
import io.wave.api.build.BuildService;
import io.wave.api.content.BuildContexts;
import io.wave.api.content.ConfigLayers;
import io.wave.api.content.DiskSpaceCheck;
import io.wave.api.image.DeniedAccess;
import io.wave.api.image.ImageLookup;
import io.wave.api.image.ImageLookupService;
import io.wave.api.image.ServedDigests;
import io.wave.api.job.Admission;
import io.wave.api.security.caller.Caller;
import io.wave.api.security.limit.CallerLimits;
import io.wave.api.submission.plan.TargetImage;
import io.wave.api.submission.request.Submission;
import io.wave.api.token.AcceptedRequest;
import io.wave.api.token.RequestDetails;
import io.wave.api.token.RequestStore;
import io.wave.api.token.TokenFactory;
import io.wave.api.web.problem.ApiException;
import io.wave.augment.derive.DerivationKey;
import io.wave.build.BuildId;
import io.wave.build.BuildSpec.StoredContext;
import io.wave.build.BuildWork;
import io.wave.container.ContainerConfig;
import io.wave.container.Layer;
import io.wave.image.Digest;
import io.wave.image.ImageReference;
import io.wave.image.Platform;
import io.wave.job.JobId;
import io.wave.job.JobRecord;
import io.wave.token.RequestRecord;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Handles requests that need a build. */
@Component
class BuildRequestHandler {

    private static final String TARGET = "buildRepository";

    private final BuildContexts contexts;
    private final ConfigLayers layers;
    private final DiskSpaceCheck diskSpace;
    private final ImageLookupService images;
    private final ImageAccess access;
    private final ServedDigests servedDigests;
    private final BuildService builds;
    private final CallerLimits limits;
    private final TokenFactory tokens;
    private final RequestStore requests;
    private final RequestScans scans;
    private final RequestLogins logins;
    private final BuildProperties properties;

    BuildRequestHandler(
            BuildContexts contexts,
            ConfigLayers layers,
            DiskSpaceCheck diskSpace,
            ImageLookupService images,
            ImageAccess access,
            ServedDigests servedDigests,
            BuildService builds,
            CallerLimits limits,
            TokenFactory tokens,
            RequestStore requests,
            RequestScans scans,
            RequestLogins logins,
            BuildProperties properties) {
        this.contexts = contexts;
        this.layers = layers;
        this.diskSpace = diskSpace;
        this.images = images;
        this.access = access;
        this.servedDigests = servedDigests;
        this.builds = builds;
        this.limits = limits;
        this.tokens = tokens;
        this.requests = requests;
        this.scans = scans;
        this.logins = logins;
        this.properties = properties;
    }

    /** @param sources what the image is made from */
    AcceptedRequest accept(Submission.BuildSubmission submission, TargetImage image, ImageSources sources) {
        RequestDetails details = RequestDetails.of(submission, image);
        ImageLookup lookup = lookUp(submission, image);
        return lookup.digest()
                .map(digest -> cached(submission, image, details, digest))
                .orElseGet(() -> build(submission, image, sources, details, lookup));
    }

    /**
     * Whether the image of a dry run exists already. If the registry cannot be asked, the image counts as missing. For
     * a missing image, the disk space and the build context are checked as in a real run.
     */
    boolean isPresent(Submission.BuildSubmission submission, TargetImage image) {
        boolean present = existsInRegistry(submission, image);
        if (!present) {
            diskSpace.require();
            Layer context = submission.options().context();
            if (context != null) {
                contexts.check(context, image.overlay().unpacked());
            }
        }
        return present;
    }

    private boolean existsInRegistry(Submission.BuildSubmission submission, TargetImage image) {
        try {
            return lookUp(submission, image).digest().isPresent();
        } catch (ApiException unknown) {
            return false;
        }
    }

    private AcceptedRequest build(
            Submission.BuildSubmission submission,
            TargetImage image,
            ImageSources sources,
            RequestDetails details,
            ImageLookup lookup) {
        diskSpace.require();
        ContainerConfig config = layers.store(image.overlay());
        Layer files = submission.options().context();
        StoredContext context =
                files == null ? null : contexts.store(files, image.overlay().unpacked());
        expect(image, submission.common().caller().tenant());
        BuildPlan plan = plan(submission, image, sources, context, config);
        Optional<JobRecord> status = builds.status(image.target());
        return counted(
                submission.common().caller(),
                plan,
                () -> requests.add(() -> accepted(
                        submission, image, config, details, builds.admit(plan, status, lookup.began()), null)));
    }

    private void expect(TargetImage image, String tenant) {
        access.expect(image.target(), tenant);
        Optional.ofNullable(image.output().cacheRepository())
                .ifPresent(cache -> access.expect(ImageReference.parse(cache), tenant));
    }

    /** Each image that is built counts towards the limit. */
    private AcceptedRequest counted(Caller caller, BuildPlan plan, Supplier<AcceptedRequest> work) {
        Supplier<AcceptedRequest> counted = work;
        for (long images = builds.countToBuild(plan); images > 0; images--) {
            Supplier<AcceptedRequest> inner = counted;
            counted = () -> limits.building(caller, AcceptedRequest::startedJob, inner);
        }
        return counted.get();
    }

    private BuildPlan plan(
            Submission.BuildSubmission submission,
            TargetImage image,
            ImageSources sources,
            @Nullable StoredContext context,
            ContainerConfig config) {
        Caller caller = submission.common().caller();
        boolean trusted = submission.isFreeze() && caller.user().isPresent();
        BuildWork work = image.work(context, config, caller.tenant(), properties.timeout(trusted))
                .within(sources.scope().map(AccessScope::id).orElse(null))
                .on(submission.common().profile());
        BuildPlan plan = new BuildPlan(
                image.containerId(),
                work,
                access.of(sources, image.target()),
                logins.ofBuild(submission, image),
                List.of());
        List<BuildPlan.Part> parts = image.parts().stream()
                .map(part -> part(
                        submission,
                        part,
                        plan(submission, part, sources, context, part.overlay().config())))
                .toList();
        return parts.isEmpty() ? plan : plan.ofParts(parts);
    }

    private BuildPlan.Part part(Submission.BuildSubmission submission, TargetImage part, BuildPlan plan) {
        ImageLookup lookup = lookUp(submission, part);
        // Outside of the transaction below: applying a final state can end the builds of indexes, which lock other
        // rows.
        builds.status(part.target()).filter(JobRecord::isFinal).ifPresent(builds::apply);
        return new BuildPlan.Part(plan, lookup.digest().orElse(null), lookup.began());
    }

    private ImageLookup lookUp(Submission.BuildSubmission submission, TargetImage image) {
        String tenant = submission.common().caller().tenant();
        ImageLookup lookup = submission.common().repository() == null
                ? images.lookUpOwn(image.target(), tenant)
                : images.lookUp(TARGET, image.target(), tenant);
        if (lookup.answer() instanceof ImageLookup.Refused) {
            throw DeniedAccess.toTarget(TARGET, image.target(), tenant);
        }
        return lookup;
    }

    private AcceptedRequest cached(
            Submission.BuildSubmission submission, TargetImage image, RequestDetails details, Digest digest) {
        // The layers of a frozen image are part of it and need not be stored.
        ContainerConfig config = image.frozen() == null
                ? layers.store(image.overlay())
                : image.overlay().config();
        Digest served = image.frozen() != null
                ? digest
                : servedDigests
                        .find(new DerivationKey(
                                submission.common().caller().tenant(),
                                image.target().at(digest),
                                named(submission, image),
                                config))
                        .orElse(null);
        Admission cached = new Admission.Cached(builds.pushed(image.target(), digest), digest);
        return requests.add(() -> accepted(submission, image, config, details, cached, served));
    }

    private static @Nullable Platform named(Submission.BuildSubmission submission, TargetImage image) {
        return image.parts().isEmpty() ? submission.common().platforms().named() : null;
    }

    private AcceptedRequest accepted(
            Submission.BuildSubmission submission,
            TargetImage image,
            ContainerConfig config,
            RequestDetails details,
            Admission admission,
            @Nullable Digest served) {
        RequestRecord record = tokens.issue(new TokenFactory.Served(
                        submission.common().caller().tenant(),
                        image.target(),
                        named(submission, image),
                        config.isEmpty() || image.frozen() != null ? null : config,
                        admission instanceof Admission.Awaited(var id, var _) ? link(id, image) : null,
                        admission instanceof Admission.Cached(var _, var digest) ? digest : null,
                        submission.isFreeze(),
                        true))
                .bringing(logins.ofPull(submission, image));
        return scans.add(
                new AcceptedRequest(record, image.typed(), admission, details, served),
                submission.common(),
                image.target(),
                image.target().toString(),
                submission.common().platforms().all(),
                logins.ofBuild(submission, image));
    }

    private static RequestRecord.JobLink link(JobId id, TargetImage image) {
        return new RequestRecord.JobLink(
                id, image.target(), BuildId.parse(id.text()).number());
    }
}
