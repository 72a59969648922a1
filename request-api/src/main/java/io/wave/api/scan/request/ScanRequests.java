package io.wave.api.scan.request;

import io.wave.api.access.ImageAccess;
import io.wave.api.image.DeniedAccess;
import io.wave.api.image.ImageLookupService;
import io.wave.api.job.JobKinds;
import io.wave.api.job.UserJob;
import io.wave.api.job.profile.JobProfiles;
import io.wave.api.scan.ScanImages;
import io.wave.api.scan.ScanOrigin;
import io.wave.api.scan.ScanService;
import io.wave.api.scan.ScanWork;
import io.wave.api.security.caller.Caller;
import io.wave.api.security.limit.CallerLimits;
import io.wave.api.security.token.CallerResolver;
import io.wave.api.web.ServerAddress;
import io.wave.api.web.problem.ApiException;
import io.wave.image.Digest;
import io.wave.image.ImageReference;
import io.wave.image.Platform;
import io.wave.job.JobId;
import io.wave.job.JobKind;
import io.wave.job.JobProfile;
import io.wave.job.JobRecord;
import io.wave.scan.ScanId;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/** Handles requests for scans, from validation to the response. */
@Service
class ScanRequests {

    private static final String IMAGE = "containerImage";
    private static final String PLATFORM = "containerPlatform";
    private static final int MAX_SCANNERS = 10;

    private final CallerResolver callers;
    private final CallerLimits limits;
    private final ScanLogins logins;
    private final ImageLookupService lookups;
    private final ImageAccess access;
    private final ScanImages images;
    private final ScanService scans;
    private final JobKinds kinds;
    private final JobProfiles profiles;
    private final ServerAddress server;
    private final TransactionTemplate transaction;

    ScanRequests(
            CallerResolver callers,
            CallerLimits limits,
            ScanLogins logins,
            ImageLookupService lookups,
            ImageAccess access,
            ScanImages images,
            ScanService scans,
            JobKinds kinds,
            JobProfiles profiles,
            ServerAddress server,
            TransactionTemplate transaction) {
        this.callers = callers;
        this.limits = limits;
        this.logins = logins;
        this.lookups = lookups;
        this.access = access;
        this.images = images;
        this.scans = scans;
        this.kinds = kinds;
        this.profiles = profiles;
        this.server = server;
        this.transaction = transaction;
    }

    /**
     * What is wanted of a scan.
     *
     * @param secrets whether to look for secrets in files, besides vulnerabilities
     * @param profile what the scan runs on; null for what all scans run on
     */
    private record Wanted(boolean secrets, @Nullable JobProfile profile) {

        static final Wanted USUAL = new Wanted(false, null);

        ScanWork of(ScanWork work) {
            return work.withSecrets(secrets).on(profile);
        }
    }

    ScanAccepted accept(ScanRequest request, Caller httpCaller) {
        requireEnabled();
        Caller caller = callers.identify(httpCaller, request.towerAccessToken(), request.towerEndpoint());
        requireOneSubject(request);
        requireFewScanners(request);
        Platform platform = platform(request.containerPlatform());
        Wanted wanted = new Wanted(request.wantsSecrets(), profiles.of(request.jobProfile(), caller));
        String typed = request.containerImage();
        return typed == null
                ? ofJob(request, platform, wanted, caller)
                : ofImage(request, typed, platform, wanted, caller);
    }

    /** @throws ApiException 501 if scans are disabled */
    void requireEnabled() {
        scans.requireEnabled("scan");
    }

    /** Requests a scan of the image that a name refers to. */
    ScanAccepted ofImage(String typed, Caller caller) {
        requireAccess(caller);
        return ofImage(image(typed), typed, null, Wanted.USUAL, caller);
    }

    private ScanAccepted ofImage(
            ScanRequest request, String typed, @Nullable Platform platform, Wanted wanted, Caller caller) {
        requireAccess(caller);
        ImageReference image = image(typed);
        return ofImage(image, typed, platform, wanted, logins.ready(request, image, caller));
    }

    private void requireAccess(Caller caller) {
        callers.requireAccess(caller);
        limits.takePull(caller);
    }

    private ScanAccepted ofImage(
            ImageReference image, String typed, @Nullable Platform platform, Wanted wanted, Caller caller) {
        Digest digest = lookups.lookUp(IMAGE, image, caller.tenant())
                .digest()
                .orElseThrow(() -> DeniedAccess.toImage(IMAGE, image, caller.tenant()));
        access.require(IMAGE, image, digest, caller.tenant());
        return started(
                images.work(fields(IMAGE), image.at(digest), typed, platform, caller.tenant(), ScanOrigin.IMAGE),
                wanted);
    }

    /** Requests a scan of the image of a job from its page. The caller must have access to the image. */
    ScanAccepted ofPage(String field, JobId id, Caller caller) {
        requireAccess(caller);
        JobRecord job = kinds.find(id)
                .filter(UserJob::succeeded)
                .map(UserJob::job)
                .orElseThrow(
                        () -> ApiException.invalid(field, "%s '%s' has no image to scan".formatted(id.kind(), id)));
        ImageReference target = ImageReference.parse(job.target());
        ImageReference image = target.at(Objects.requireNonNull(job.digest()));
        access.requireImageOf(field, id, caller.tenant());
        requireExists(field, image, caller);
        return started(
                images.work(fields(field), image, target.toString(), null, caller.tenant(), ScanOrigin.of(id)),
                Wanted.USUAL);
    }

    private ScanAccepted started(ScanWork work, Wanted wanted) {
        ScanWork complete = wanted.of(work);
        return accepted(scans.scan(complete, logins.of(complete)), complete);
    }

    private ScanAccepted ofJob(ScanRequest request, @Nullable Platform platform, Wanted wanted, Caller user) {
        requireAccess(user);
        String field = request.buildId() == null ? "mirrorId" : "buildId";
        String text = Objects.requireNonNull(request.buildId() == null ? request.mirrorId() : request.buildId());
        JobKind kind = request.buildId() == null ? JobKind.MIRROR : JobKind.BUILD;
        JobId id = JobId.find(text)
                .filter(job -> job.kind() == kind)
                .orElseThrow(() -> ApiException.invalid(field, "'%s' is not the id of a %s".formatted(text, kind)));
        Caller caller = logins.ready(request, id, user);
        UserJob job = kinds.find(id)
                .filter(found -> !kind.equals(JobKind.MIRROR) || found.tenant().equals(caller.tenant()))
                .orElseThrow(() -> ApiException.invalid(field, "%s '%s' not found".formatted(kind, id)));
        access.requireImageOf(field, id, caller.tenant());
        ImageReference target = ImageReference.parse(job.job().target());
        Digest digest = job.job().digest();
        if (job.succeeded() && digest != null) {
            requireExists(field, target.at(digest), caller);
            return started(
                    images.work(
                            fields(field),
                            target.at(digest),
                            target.toString(),
                            platform,
                            caller.tenant(),
                            ScanOrigin.of(id)),
                    wanted);
        }
        if (job.job().isFinal()) {
            throw ApiException.invalid(field, "%s '%s' has failed: there is no image to scan".formatted(kind, id));
        }
        Platform scanned = platform == null ? Platform.LINUX_AMD64 : platform;
        ScanWork work = wanted.of(ScanWork.of(target, target.toString(), scanned, caller.tenant(), ScanOrigin.of(id)));
        ScanId scan = Objects.requireNonNull(transaction.execute(_ -> scans.await(work, logins.of(work), id)));
        return accepted(scan, work);
    }

    private void requireExists(String field, ImageReference image, Caller caller) {
        if (lookups.lookUp(field, image, caller.tenant()).digest().isEmpty()) {
            throw DeniedAccess.toImage(field, image, caller.tenant());
        }
    }

    private ScanAccepted accepted(ScanId id, ScanWork work) {
        return new ScanAccepted(
                id.toString(), work.image().toString(), work.platform().toString(), server.page("/view/scans/" + id));
    }

    private static void requireOneSubject(ScanRequest request) {
        long count = Arrays.stream(
                        new @Nullable String[] {request.containerImage(), request.buildId(), request.mirrorId()})
                .filter(Objects::nonNull)
                .count();
        if (count != 1) {
            throw ApiException.invalid(IMAGE, "exactly one of containerImage, buildId and mirrorId is required");
        }
    }

    private static void requireFewScanners(ScanRequest request) {
        if (request.scanners() != null && request.scanners().size() > MAX_SCANNERS) {
            throw ApiException.invalid("scanners", "must not have more than %d elements".formatted(MAX_SCANNERS));
        }
    }

    private static ScanImages.Fields fields(String image) {
        return new ScanImages.Fields(image, PLATFORM);
    }

    private static ImageReference image(String typed) {
        try {
            return ImageReference.parse(typed);
        } catch (IllegalArgumentException malformed) {
            throw ApiException.invalid(IMAGE, String.valueOf(malformed.getMessage()));
        }
    }

    private static @Nullable Platform platform(@Nullable String text) {
        try {
            return Optional.ofNullable(text)
                    .filter(given -> !given.isBlank())
                    .map(Platform::parse)
                    .orElse(null);
        } catch (IllegalArgumentException malformed) {
            throw ApiException.invalid(PLATFORM, String.valueOf(malformed.getMessage()));
        }
    }
}
