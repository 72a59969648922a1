package io.wave.api.submission;

import io.wave.api.content.Layers;
import io.wave.api.content.VerifiedConfig;
import io.wave.api.image.FinalDigests;
import io.wave.api.image.Images;
import io.wave.api.image.Platforms;
import io.wave.api.submission.request.Submission;
import io.wave.api.token.AcceptedRequest;
import io.wave.api.token.RequestedContainer;
import io.wave.api.token.Requests;
import io.wave.api.token.Tokens;
import io.wave.api.web.problem.ApiException;
import io.wave.augment.derive.DerivationKey;
import io.wave.container.ContainerConfig;
import io.wave.image.Digest;
import io.wave.image.ImageReference;
import io.wave.image.Platform;
import io.wave.token.RequestRecord;
import org.springframework.stereotype.Component;

/** Requests for an image that exists, to be served with a configuration laid over it. */
@Component
class ImageRequests {

    private final Images images;
    private final Platforms platforms;
    private final FinalDigests finals;
    private final Layers layers;
    private final Tokens tokens;
    private final Requests requests;

    ImageRequests(
            Images images, Platforms platforms, FinalDigests finals, Layers layers, Tokens tokens, Requests requests) {
        this.images = images;
        this.platforms = platforms;
        this.finals = finals;
        this.layers = layers;
        this.tokens = tokens;
        this.requests = requests;
    }

    AcceptedRequest accept(Submission.Extend request, VerifiedConfig verified) {
        ImageReference image = request.image().reference();
        String tenant = request.asked().caller().tenant();
        Digest digest = images.look("containerImage", image, tenant)
                .digest()
                .orElseThrow(() -> ApiException.invalid(
                        "containerImage", "'%s' does not exist or access to it is not authorised".formatted(image)));
        Platform platform = request.asked().platforms().named();
        if (platform != null) {
            platforms.require("containerPlatform", image.at(digest), platform, tenant);
        }
        DerivationKey key = new DerivationKey(tenant, image.at(digest), platform, verified.config());
        Digest served = image.pinned().isPresent()
                ? finals.require("containerImage", key)
                : finals.find(key).orElse(null);
        ContainerConfig config = layers.store(verified);
        RequestRecord record = tokens.issue(new Tokens.Served(
                tenant, image, platform, config.isEmpty() ? null : config, null, digest, false, false));
        RequestedContainer asked = RequestedContainer.of(request);
        return requests.add(() -> new AcceptedRequest(record, image.toString(), null, asked, served));
    }
}
