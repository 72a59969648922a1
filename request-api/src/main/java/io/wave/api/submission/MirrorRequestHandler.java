package io.wave.api.submission;

import io.wave.api.access.ImageAccess;
import io.wave.api.access.ImageSources;
import io.wave.api.access.ScopedRepositories;
import io.wave.api.build.BuildProperties;
import io.wave.api.image.DeniedAccess;
import io.wave.api.image.ImageLookup;
import io.wave.api.image.ImageLookupService;
import io.wave.api.job.Admission;
import io.wave.api.mirror.MirrorProperties;
import io.wave.api.mirror.MirrorService;
import io.wave.api.scan.ScanImages;
import io.wave.api.submission.request.Submission;
import io.wave.api.submission.rules.RegistryPermissions;
import io.wave.api.token.AcceptedRequest;
import io.wave.api.token.RequestDetails;
import io.wave.api.token.RequestStore;
import io.wave.api.token.TokenFactory;
import io.wave.api.web.problem.ApiException;
import io.wave.image.Digest;
import io.wave.image.ImageReference;
import io.wave.image.Platform;
import io.wave.job.JobId;
import io.wave.job.JobRecord;
import io.wave.mirror.MirrorWork;
import io.wave.token.RequestRecord;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Handles requests to copy an image to another registry. */
@Component
class MirrorRequestHandler {

    private static final String SOURCE = "containerImage";
    private static final String TARGET = "buildRepository";

    private final ImageLookupService images;
    private final ImageAccess access;
    private final ScopedRepositories scopes;
    private final MirrorService mirrors;
    private final TokenFactory tokens;
    private final RequestStore requests;
    private final RequestScans scans;
    private final ScanImages scanImages;
    private final MirrorProperties properties;
    private final BuildProperties builds;
    private final RegistryPermissions permissions;
    private final RequestLogins logins;

    MirrorRequestHandler(
            ImageLookupService images,
            ImageAccess access,
            ScopedRepositories scopes,
            MirrorService mirrors,
            TokenFactory tokens,
            RequestStore requests,
            RequestScans scans,
            ScanImages scanImages,
            MirrorProperties properties,
            BuildProperties builds,
            RegistryPermissions permissions,
            RequestLogins logins) {
        this.images = images;
        this.access = access;
        this.scopes = scopes;
        this.mirrors = mirrors;
        this.tokens = tokens;
        this.requests = requests;
        this.scans = scans;
        this.scanImages = scanImages;
        this.properties = properties;
        this.builds = builds;
        this.permissions = permissions;
        this.logins = logins;
    }

    AcceptedRequest accept(Submission.Mirror submission) {
        Copy copy = copy(submission);
        MirrorWork work = copy.work();
        ImageLookup lookup = lookUpTarget(work);
        RequestDetails details = RequestDetails.of(submission);
        List<Platform> scanned = submission.common().scan().wantsScan()
                ? scanImages.platforms(SOURCE, work.source().at(work.digest()), work.tenant())
                : List.of();
        if (lookup.digest().equals(Optional.of(work.digest()))) {
            Admission cached = new Admission.Cached(mirrors.copied(work), work.digest());
            return requests.add(() -> scanned(submission, work, scanned, accepted(work, details, cached, null)));
        }
        access.expect(work.target(), work.tenant());
        Optional<JobRecord> status = mirrors.status(work);
        return requests.add(() -> {
            MirrorService.Admitted admitted =
                    mirrors.admit(work, copy.sources(), logins.ofMirror(work), status, lookup.began());
            AcceptedRequest accepted = accepted(work, details, admitted.admission(), link(work, admitted));
            return scanned(submission, work, scanned, accepted);
        });
    }

    private AcceptedRequest scanned(
            Submission.Mirror submission, MirrorWork work, List<Platform> platforms, AcceptedRequest accepted) {
        return scans.add(
                accepted,
                submission.common(),
                work.target(),
                work.target().toString(),
                platforms,
                logins.ofMirror(work));
    }

    /**
     * What a mirror would do.
     *
     * @param target the copy
     * @param present whether it is there already
     */
    record DryRun(ImageReference target, boolean present) {}

    DryRun dryRun(Submission.Mirror submission) {
        MirrorWork work = copy(submission).work();
        boolean present = lookUpTarget(work).digest().equals(Optional.of(work.digest()));
        return new DryRun(work.target(), present);
    }

    /** The id of a dry run. */
    JobId newId() {
        return mirrors.newId();
    }

    /**
     * @param work what is copied
     * @param sources what the image is made from
     */
    private record Copy(MirrorWork work, ImageSources sources) {}

    private Copy copy(Submission.Mirror submission) {
        mirrors.requireEnabled("mirror");
        if (!builds.enabled()) {
            throw ApiException.unsupported("mirror", "is not available: builds are disabled (wave.build.enabled)");
        }
        ImageReference source = submission.source().reference();
        String tenant = submission.common().caller().tenant();
        Digest digest = images.lookUp(SOURCE, source, tenant)
                .digest()
                .orElseThrow(() -> DeniedAccess.toImage(SOURCE, source, tenant));
        ImageSources sources = access.requireSource(SOURCE, source, digest, tenant);
        ImageReference target = target(submission, sources);
        permissions.requirePush(submission.common(), target);
        return new Copy(
                new MirrorWork(
                        source,
                        target,
                        digest,
                        tenant,
                        properties.maxDuration(),
                        submission.common().profile()),
                sources);
    }

    /** The name of the copy, in the repository of its scope if callers share it. */
    private ImageReference target(Submission.Mirror submission, ImageSources sources) {
        ImageReference named = submission.target();
        String source = submission.source().reference().repository();
        String path = scopes.pathOfCopy(SOURCE, named, source, sources);
        String below = named.repository().substring(0, named.repository().length() - source.length()) + path;
        String repository = scopes.below(TARGET, named.registry(), below, sources)
                .map(component -> below + "/" + component)
                .orElse(below);
        return new ImageReference(named.registry(), repository, named.tag(), named.digest());
    }

    /** By tag where there is one: the digest alone may be there without the tag. */
    private ImageLookup lookUpTarget(MirrorWork work) {
        ImageReference target = work.target();
        ImageReference name = target.tag() == null ? target : target.at(target.tag());
        ImageLookup lookup = images.lookUp(TARGET, name, work.tenant());
        if (lookup.answer() instanceof ImageLookup.Refused) {
            throw DeniedAccess.toTarget(TARGET, target, work.tenant());
        }
        return lookup;
    }

    private static RequestRecord.@Nullable JobLink link(MirrorWork work, MirrorService.Admitted admitted) {
        return admitted.admission() instanceof Admission.Awaited(var id, var _)
                ? new RequestRecord.JobLink(id, work.jobTarget(), admitted.generation())
                : null;
    }

    private AcceptedRequest accepted(
            MirrorWork work, RequestDetails details, Admission admission, RequestRecord.@Nullable JobLink link) {
        RequestRecord record = tokens.issue(new TokenFactory.Served(
                        work.tenant(),
                        work.target(),
                        null,
                        null,
                        link,
                        link == null ? work.digest() : null,
                        true,
                        true))
                .bringing(logins.ofPull(work));
        return new AcceptedRequest(record, work.target().toString(), admission, details, work.digest());
    }
}
