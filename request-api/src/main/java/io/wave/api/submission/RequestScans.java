package io.wave.api.submission;

import io.wave.api.job.Admission;
import io.wave.api.scan.RequestedScan;
import io.wave.api.scan.ScanOrigin;
import io.wave.api.scan.ScanService;
import io.wave.api.scan.ScanWork;
import io.wave.api.submission.request.CommonParameters;
import io.wave.api.token.AcceptedRequest;
import io.wave.image.Digest;
import io.wave.image.ImageReference;
import io.wave.image.Platform;
import io.wave.job.JobProfile;
import io.wave.scan.ScanId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Gives requests the scans that they ask for, one for each platform, in the transaction in which they are accepted. */
@Component
class RequestScans {

    private final ScanService scans;

    RequestScans(ScanService scans) {
        this.scans = scans;
    }

    /**
     * The request with its scans. The image of a build or mirror that is in progress is scanned when it exists.
     *
     * @param image the image to scan
     * @param typed its name in the ids of scans
     * @param platforms the platforms to scan
     * @param logins encrypted registry credentials that the caller keeps elsewhere; null if there are none
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public AcceptedRequest add(
            AcceptedRequest request,
            CommonParameters parameters,
            ImageReference image,
            String typed,
            List<Platform> platforms,
            @Nullable String logins) {
        if (!parameters.scan().wantsScan()) {
            return request;
        }
        boolean several = platforms.size() > 1;
        return request.with(platforms.stream()
                .map(platform -> {
                    String name = several ? typed + "#" + platform : typed;
                    ScanId id = scan(request, parameters, image, name, platform, logins);
                    return new RequestedScan(id.toString(), platform.toString());
                })
                .toList());
    }

    private ScanId scan(
            AcceptedRequest request,
            CommonParameters parameters,
            ImageReference image,
            String typed,
            Platform platform,
            @Nullable String logins) {
        String tenant = parameters.caller().tenant();
        JobProfile profile = parameters.profile();
        return switch (request.admission()) {
            case Admission.Awaited(var job, var _) ->
                scans.await(
                        ScanWork.of(image, typed, platform, tenant, ScanOrigin.of(job))
                                .on(profile),
                        logins,
                        job);
            case Admission.Cached(var job, var digest) ->
                scans.scan(
                        ScanWork.of(
                                        image.at(digest),
                                        typed,
                                        platform,
                                        tenant,
                                        job.map(ScanOrigin::of).orElse(ScanOrigin.IMAGE))
                                .on(profile),
                        logins);
            case null ->
                scans.scan(
                        ScanWork.of(pinned(image, request), typed, platform, tenant, ScanOrigin.IMAGE)
                                .on(profile),
                        logins);
        };
    }

    private static ImageReference pinned(ImageReference image, AcceptedRequest request) {
        @Nullable Digest source = request.record().sourceDigest();
        return source == null ? image : image.at(source);
    }
}
