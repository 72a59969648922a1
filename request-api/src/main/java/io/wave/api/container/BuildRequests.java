package io.wave.api.container;

import io.wave.api.build.Admission;
import io.wave.api.build.BuildPlan;
import io.wave.api.build.BuildProperties;
import io.wave.api.build.Builds;
import io.wave.api.build.PlannedPart;
import io.wave.api.caller.Caller;
import io.wave.api.content.Contexts;
import io.wave.api.content.Layers;
import io.wave.api.content.StorageRoom;
import io.wave.api.limit.CallerLimits;
import io.wave.api.problem.ApiException;
import io.wave.api.registry.FinalDigests;
import io.wave.api.registry.ImageLook;
import io.wave.api.registry.Images;
import io.wave.augment.derive.DerivationKey;
import io.wave.build.BuildId;
import io.wave.build.BuildSpec.StoredContext;
import io.wave.container.ContainerConfig;
import io.wave.image.Digest;
import io.wave.image.Platform;
import io.wave.job.JobRecord;
import io.wave.token.RequestRecord;
import java.time.Clock;
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
    private final Clock clock;

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
            BuildProperties properties,
            Clock clock) {
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
        this.clock = clock;
    }

    AcceptedRequest accept(SubmitRequest request, WantedImage wanted, Caller caller) {
        RequestedContainer asked = RequestedContainer.of(request, wanted, caller, clock.instant());
        ImageLook look = look(request, wanted, caller);
        return look.digest()
                .map(digest -> cached(request, wanted, asked, digest, caller))
                .orElseGet(() -> build(request, wanted, asked, look, caller));
    }

    /**
     * Whether the image of a dry run is there already; a registry that cannot be asked is taken not to have it, as nothing
     * begins.
     */
    boolean isPresent(SubmitRequest request, WantedImage wanted, Caller caller) {
        RequestedContainer.requireTimestamp(request);
        try {
            return look(request, wanted, caller).digest().isPresent();
        } catch (ApiException unknown) {
            return false;
        }
    }

    private AcceptedRequest build(
            SubmitRequest request, WantedImage wanted, RequestedContainer asked, ImageLook look, Caller caller) {
        room.require();
        ContainerConfig config = layers.store(wanted.overlay());
        StoredContext context = request.buildContext() == null
                ? null
                : contexts.store(request.buildContext(), wanted.overlay().unpacked());
        BuildPlan plan = plan(request, wanted, context, config, caller);
        Optional<JobRecord> word = builds.word(wanted.target());
        return counted(
                caller,
                plan,
                () -> requests.add(() -> accepted(
                        request, wanted, config, asked, builds.admit(plan, word, look.began()), null, caller)));
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
            SubmitRequest request,
            WantedImage wanted,
            @Nullable StoredContext context,
            ContainerConfig config,
            Caller caller) {
        boolean trusted = request.isFreeze() && caller.user().isPresent();
        BuildPlan plan =
                wanted.plan(context, config, properties.timeout(trusted), request.buildCompression(), caller.tenant());
        List<PlannedPart> parts = wanted.parts().stream()
                .map(part -> part(
                        request,
                        part,
                        plan(request, part, context, part.overlay().config(), caller),
                        caller))
                .toList();
        return parts.isEmpty() ? plan : plan.ofParts(parts);
    }

    private PlannedPart part(SubmitRequest request, WantedImage part, BuildPlan plan, Caller caller) {
        ImageLook look = look(request, part, caller);
        // Here, since it may end builds of indexes: each in a transaction that locks little.
        builds.word(part.target()).filter(JobRecord::isFinal).ifPresent(builds::apply);
        return new PlannedPart(plan, look.digest().orElse(null), look.began());
    }

    private ImageLook look(SubmitRequest request, WantedImage wanted, Caller caller) {
        ImageLook look = request.buildRepository() == null
                ? images.lookOwn(wanted.target(), caller.tenant())
                : images.look(TARGET, wanted.target(), caller.tenant());
        if (look.answer() instanceof ImageLook.Refused) {
            throw ApiException.invalid(
                    TARGET,
                    "'%s' refuses the service's credentials, or needs some"
                            .formatted(wanted.target().name()));
        }
        return look;
    }

    private AcceptedRequest cached(
            SubmitRequest request, WantedImage wanted, RequestedContainer asked, Digest digest, Caller caller) {
        // What is baked into the image already is not needed again.
        ContainerConfig config = wanted.frozen() == null
                ? layers.store(wanted.overlay())
                : wanted.overlay().config();
        Digest served = wanted.frozen() != null
                ? digest
                : finals.find(new DerivationKey(
                                caller.tenant(),
                                wanted.target().at(digest),
                                requestedPlatform(request, wanted),
                                config))
                        .orElse(null);
        return requests.add(() -> accepted(
                request,
                wanted,
                config,
                asked,
                new Admission.Cached(builds.pushed(wanted.target(), digest), digest),
                served,
                caller));
    }

    private static @Nullable Platform requestedPlatform(SubmitRequest request, WantedImage wanted) {
        return request.containerPlatform() != null && wanted.parts().isEmpty() ? wanted.platform() : null;
    }

    private AcceptedRequest accepted(
            SubmitRequest request,
            WantedImage wanted,
            ContainerConfig config,
            RequestedContainer asked,
            Admission admission,
            @Nullable Digest served,
            Caller caller) {
        RequestRecord record = tokens.issue(new Tokens.Served(
                caller.tenant(),
                wanted.target(),
                requestedPlatform(request, wanted),
                config.isEmpty() || wanted.frozen() != null ? null : config,
                admission instanceof Admission.Awaited(var id, var _) ? link(id, wanted) : null,
                admission instanceof Admission.Cached(var _, var digest) ? digest : null,
                request.isFreeze(),
                true));
        return new AcceptedRequest(record, wanted.typed(), admission, asked, served);
    }

    private static RequestRecord.BuildLink link(BuildId id, WantedImage wanted) {
        return new RequestRecord.BuildLink(id, wanted.target(), id.number());
    }
}
