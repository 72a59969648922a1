package io.wave.api.submission;

import io.wave.api.build.BuildProperties;
import io.wave.api.content.Layers;
import io.wave.api.content.StorageRoom;
import io.wave.api.content.VerifiedConfig;
import io.wave.api.image.IncludedLayers;
import io.wave.api.security.caller.Caller;
import io.wave.api.security.limit.CallerLimits;
import io.wave.api.submission.plan.WantedImage;
import io.wave.api.submission.plan.WantedImages;
import io.wave.api.submission.request.ApiVersion;
import io.wave.api.submission.request.Asked;
import io.wave.api.submission.request.Origin;
import io.wave.api.submission.request.Submission;
import io.wave.api.submission.request.SubmitRequest;
import io.wave.api.submission.rules.SourceHosts;
import io.wave.api.submission.rules.SubmissionReader;
import io.wave.api.web.problem.ApiException;
import io.wave.container.ContainerConfig;
import io.wave.container.Layer;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Service;

/** Container requests from the rules to the answer. */
@Service
class Submissions {

    private final SubmissionReader reader;
    private final CallerLimits limits;
    private final IncludedLayers included;
    private final SourceHosts hosts;
    private final Layers layers;
    private final StorageRoom room;
    private final WantedImages wishes;
    private final ImageRequests images;
    private final BuildRequests builds;
    private final Answers answers;
    private final BuildProperties properties;

    Submissions(
            SubmissionReader reader,
            CallerLimits limits,
            IncludedLayers included,
            SourceHosts hosts,
            Layers layers,
            StorageRoom room,
            WantedImages wishes,
            ImageRequests images,
            BuildRequests builds,
            Answers answers,
            BuildProperties properties) {
        this.reader = reader;
        this.limits = limits;
        this.included = included;
        this.hosts = hosts;
        this.layers = layers;
        this.room = room;
        this.wishes = wishes;
        this.images = images;
        this.builds = builds;
        this.answers = answers;
        this.properties = properties;
    }

    SubmitResponse submit(SubmitRequest body, ApiVersion version, Caller edge) {
        Submission submission = reader.read(body, version, edge);
        limits.takePull(submission.asked().caller());
        ContainerConfig config = laidOver(submission.asked());
        VerifiedConfig overlay = layers.verify(config);
        room.requireFor(overlay);
        return switch (submission) {
            case Submission.Extend extend -> answers.of(images.accept(extend, overlay), version);
            case Submission.Made made -> make(made, config, overlay, version);
        };
    }

    private SubmitResponse make(
            Submission.Made made, ContainerConfig config, VerifiedConfig overlay, ApiVersion version) {
        if (made.origin() instanceof Origin.Text text) {
            hosts.check(made, text);
        }
        if (!properties.enabled()) {
            throw ApiException.unsupported(wish(made), "is not available: builds are off (wave.build.enabled)");
        }
        WantedImage wanted = wishes.of(made, config, overlay);
        return made.product().dryRun()
                ? answers.ofDryRun(made, wanted, builds.isPresent(made, wanted), version)
                : answers.of(builds.accept(made, wanted), version);
    }

    /** The configuration with the layers of the included images on top. */
    private ContainerConfig laidOver(Asked asked) {
        if (asked.includes().isEmpty()) {
            return asked.config();
        }
        List<Layer> all = new ArrayList<>(asked.config().layerList());
        all.addAll(included.of(
                asked.includes(), asked.platforms().first(), asked.caller().tenant()));
        return asked.config().withLayers(all);
    }

    /** What of the request wants a build. */
    private static String wish(Submission.Made made) {
        return switch (made.origin()) {
            case Origin.Text text -> text.field();
            case Origin.Image _ -> "freeze";
        };
    }
}
