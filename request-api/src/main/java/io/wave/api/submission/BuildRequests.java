package io.wave.api.submission;

import io.wave.api.build.Admission;
import io.wave.api.build.BuildPlan;
import io.wave.api.build.BuildProperties;
import io.wave.api.build.Builds;
import io.wave.api.build.PlannedPart;
import io.wave.api.content.Contexts;
import io.wave.api.content.Layers;
import io.wave.api.content.StorageRoom;
import io.wave.api.image.FinalDigests;
import io.wave.api.image.ImageLook;
import io.wave.api.image.Images;
import io.wave.api.security.caller.Caller;
import io.wave.api.security.limit.CallerLimits;
import io.wave.api.submission.plan.WantedImage;
import io.wave.api.submission.request.Submission;
import io.wave.api.token.AcceptedRequest;
import io.wave.api.token.RequestedContainer;
import io.wave.api.token.Requests;
import io.wave.api.token.Tokens;
import io.wave.api.web.problem.ApiException;
import io.wave.augment.derive.DerivationKey;
import io.wave.build.BuildId;
import io.wave.build.BuildSpec.StoredContext;
import io.wave.build.BuildWork;
import io.wave.container.ContainerConfig;
import io.wave.container.Layer;
import io.wave.image.Digest;
import io.wave.image.Platform;
import io.wave.job.JobRecord;
import io.wave.token.RequestRecord;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Requests for an image that a container file describes. */
@Component
class BuildRequests {

    private static final String TARGET = "buildRepository";

    private final Contexts contexts;
    private final Layers layers;
    private final StorageRoom room;
    private final Images images;
    private final FinalDigests finals;
    private final Builds builds;
    private final CallerLimits limits;
    private final Tokens tokens;
    private final Requests requests;
    private final BuildProperties properties;

    BuildRequests(
            Contexts contexts,
            Layers layers,
            StorageRoom room,
            Images images,
            FinalDigests finals,
            Builds builds,
            CallerLimits limits,
            Tokens tokens,
            Requests requests,
            BuildProperties properties) {
        this.contexts = contexts;
        this.layers = layers;
        this.room = room;
        this.images = images;
        this.finals = finals;
        this.builds = builds;
        this.limits = limits;
        this.tokens = tokens;
        this.requests = requests;
        this.properties = properties;
    }

    AcceptedRequest accept(Submission.Made made, WantedImage wanted) {
        RequestedContainer asked = RequestedContainer.of(made, wanted);
        ImageLook look = look(made, wanted);
        return look.digest()
                .map(digest -> cached(made, wanted, asked, digest))
                .orElseGet(() -> build(made, wanted, asked, look));
    }

    /**
     * Whether the image of a dry run is there already; a registry that cannot be asked is taken not to have it, as nothing
     * begins. Files for the build of one that is not there are checked as if it were built.
     */
    boolean isPresent(Submission.Made made, WantedImage wanted) {
        boolean present = looksPresent(made, wanted);
        Layer context = made.product().context();
        if (!present && context != null) {
            contexts.check(context, wanted.overlay().unpacked());
        }
        return present;
    }

    private boolean looksPresent(Submission.Made made, WantedImage wanted) {
        try {
            return look(made, wanted).digest().isPresent();
        } catch (ApiException unknown) {
            return false;
        }
    }

    private AcceptedRequest build(Submission.Made made, WantedImage wanted, RequestedContainer asked, ImageLook look) {
        room.require();
        ContainerConfig config = layers.store(wanted.overlay());
        Layer files = made.product().context();
        StoredContext context =
                files == null ? null : contexts.store(files, wanted.overlay().unpacked());
        BuildPlan plan = plan(made, wanted, context, config);
        Optional<JobRecord> word = builds.word(wanted.target());
        return counted(
                made.asked().caller(),
                plan,
                () -> requests.add(
                        () -> accepted(made, wanted, config, asked, builds.admit(plan, word, look.began()), null)));
    }

    /** Each image that is built counts. */
    private AcceptedRequest counted(Caller caller, BuildPlan plan, Supplier<AcceptedRequest> work) {
        Supplier<AcceptedRequest> counted = work;
        for (long images = builds.toBeBuilt(plan); images > 0; images--) {
            Supplier<AcceptedRequest> inner = counted;
            counted = () -> limits.building(caller, AcceptedRequest::startedBuild, inner);
        }
        return counted.get();
    }

    private BuildPlan plan(
            Submission.Made made, WantedImage wanted, @Nullable StoredContext context, ContainerConfig config) {
        Caller caller = made.asked().caller();
        boolean trusted = made.isFreeze() && caller.user().isPresent();
        BuildWork work = wanted.work(context, config, caller.tenant(), properties.timeout(trusted));
        BuildPlan plan = new BuildPlan(wanted.containerId(), work, List.of());
        List<PlannedPart> parts = wanted.parts().stream()
                .map(part -> part(
                        made, part, plan(made, part, context, part.overlay().config())))
                .toList();
        return parts.isEmpty() ? plan : plan.ofParts(parts);
    }

    private PlannedPart part(Submission.Made made, WantedImage part, BuildPlan plan) {
        ImageLook look = look(made, part);
        // Here, since it may end builds of indexes: each in a transaction that locks little.
        builds.word(part.target()).filter(JobRecord::isFinal).ifPresent(builds::apply);
        return new PlannedPart(plan, look.digest().orElse(null), look.began());
    }

    private ImageLook look(Submission.Made made, WantedImage wanted) {
        String tenant = made.asked().caller().tenant();
        ImageLook look = made.asked().repository() == null
                ? images.lookOwn(wanted.target(), tenant)
                : images.look(TARGET, wanted.target(), tenant);
        if (look.answer() instanceof ImageLook.Refused) {
            throw ApiException.invalid(
                    TARGET,
                    "'%s' refuses the service's credentials, or needs some"
                            .formatted(wanted.target().name()));
        }
        return look;
    }

    private AcceptedRequest cached(Submission.Made made, WantedImage wanted, RequestedContainer asked, Digest digest) {
        // What is baked into the image already is not needed again.
        ContainerConfig config = wanted.frozen() == null
                ? layers.store(wanted.overlay())
                : wanted.overlay().config();
        Digest served = wanted.frozen() != null
                ? digest
                : finals.find(new DerivationKey(
                                made.asked().caller().tenant(),
                                wanted.target().at(digest),
                                named(made, wanted),
                                config))
                        .orElse(null);
        return requests.add(() -> accepted(
                made,
                wanted,
                config,
                asked,
                new Admission.Cached(builds.pushed(wanted.target(), digest), digest),
                served));
    }

    private static @Nullable Platform named(Submission.Made made, WantedImage wanted) {
        return wanted.parts().isEmpty() ? made.asked().platforms().named() : null;
    }

    private AcceptedRequest accepted(
            Submission.Made made,
            WantedImage wanted,
            ContainerConfig config,
            RequestedContainer asked,
            Admission admission,
            @Nullable Digest served) {
        RequestRecord record = tokens.issue(new Tokens.Served(
                made.asked().caller().tenant(),
                wanted.target(),
                named(made, wanted),
                config.isEmpty() || wanted.frozen() != null ? null : config,
                admission instanceof Admission.Awaited(var id, var _) ? link(id, wanted) : null,
                admission instanceof Admission.Cached(var _, var digest) ? digest : null,
                made.isFreeze(),
                true));
        return new AcceptedRequest(record, wanted.typed(), admission, asked, served);
    }

    private static RequestRecord.BuildLink link(BuildId id, WantedImage wanted) {
        return new RequestRecord.BuildLink(id, wanted.target(), id.number());
    }
}
