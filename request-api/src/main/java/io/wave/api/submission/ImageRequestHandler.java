package io.wave.api.submission;

import io.wave.api.access.ImageAccess;
import io.wave.api.content.ConfigLayers;
import io.wave.api.content.VerifiedConfig;
import io.wave.api.image.DeniedAccess;
import io.wave.api.image.ImageLookupService;
import io.wave.api.image.PlatformCheck;
import io.wave.api.image.ServedDigests;
import io.wave.api.scan.ScanImages;
import io.wave.api.submission.request.Submission;
import io.wave.api.token.AcceptedRequest;
import io.wave.api.token.RequestDetails;
import io.wave.api.token.RequestStore;
import io.wave.api.token.TokenFactory;
import io.wave.augment.derive.DerivationKey;
import io.wave.container.ContainerConfig;
import io.wave.image.Digest;
import io.wave.image.ImageReference;
import io.wave.image.Platform;
import io.wave.token.RequestRecord;
import java.util.List;
import org.springframework.stereotype.Component;

/** Handles requests for an existing image, to which the proxy adds the configuration when it is pulled. */
@Component
class ImageRequestHandler {

    private static final String IMAGE = "containerImage";
    private static final String PLATFORM = "containerPlatform";
    private static final ScanImages.Fields FIELDS = new ScanImages.Fields(IMAGE, PLATFORM);

    private final ImageLookupService images;
    private final ImageAccess access;
    private final PlatformCheck platforms;
    private final ServedDigests servedDigests;
    private final ConfigLayers layers;
    private final TokenFactory tokens;
    private final RequestLogins logins;
    private final RequestStore requests;
    private final RequestScans scans;
    private final ScanImages scanImages;

    ImageRequestHandler(
            ImageLookupService images,
            ImageAccess access,
            PlatformCheck platforms,
            ServedDigests servedDigests,
            ConfigLayers layers,
            TokenFactory tokens,
            RequestLogins logins,
            RequestStore requests,
            RequestScans scans,
            ScanImages scanImages) {
        this.images = images;
        this.access = access;
        this.platforms = platforms;
        this.servedDigests = servedDigests;
        this.layers = layers;
        this.tokens = tokens;
        this.logins = logins;
        this.requests = requests;
        this.scans = scans;
        this.scanImages = scanImages;
    }

    AcceptedRequest accept(Submission.Augment request, VerifiedConfig verified) {
        ImageReference image = request.image().reference();
        String tenant = request.common().caller().tenant();
        Digest digest = images.lookUpSource(IMAGE, image, tenant)
                .digest()
                .orElseThrow(() -> DeniedAccess.toImage(IMAGE, image, tenant));
        access.require(IMAGE, image, digest, tenant);
        Platform platform = request.common().platforms().named();
        if (platform != null) {
            platforms.require(PLATFORM, image.at(digest), platform, tenant);
        }
        List<Platform> scanned = request.common().scan().wantsScan()
                ? List.of(scanImages.platform(FIELDS, image.at(digest), platform, tenant))
                : List.of();
        DerivationKey key = new DerivationKey(tenant, image.at(digest), platform, verified.config());
        Digest served = image.pinned().isPresent()
                ? servedDigests.require(IMAGE, key)
                : servedDigests.find(IMAGE, key).orElse(null);
        ContainerConfig config = layers.store(verified);
        RequestRecord record = tokens.issue(new TokenFactory.Served(
                        tenant,
                        image,
                        platform,
                        config.isEmpty() ? null : config,
                        null,
                        digest,
                        false,
                        access.isShared(image, tenant)))
                .bringing(logins.ofPull(request));
        RequestDetails details = RequestDetails.of(request);
        return requests.add(() -> scans.add(
                new AcceptedRequest(record, image.toString(), null, details, served),
                request.common(),
                image,
                request.image().typed(),
                scanned,
                record.logins()));
    }
}
