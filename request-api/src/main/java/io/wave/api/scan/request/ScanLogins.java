package io.wave.api.scan.request;

import io.wave.api.access.ImageOrigins;
import io.wave.api.job.JobKinds;
import io.wave.api.platform.credential.PlatformRegistries;
import io.wave.api.scan.ScanWork;
import io.wave.api.security.caller.Caller;
import io.wave.image.ImageReference;
import io.wave.job.JobId;
import io.wave.registry.config.UserLogins;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** The registry credentials that callers keep in their Platform, for requests of scans and the scans themselves. */
@Component
class ScanLogins {

    private final Optional<PlatformRegistries> platforms;
    private final ImageOrigins origins;
    private final JobKinds kinds;
    private final UserLogins logins;

    ScanLogins(ObjectProvider<PlatformRegistries> platforms, ImageOrigins origins, JobKinds kinds, UserLogins logins) {
        this.platforms = Optional.ofNullable(platforms.getIfAvailable());
        this.origins = origins;
        this.kinds = kinds;
        this.logins = logins;
    }

    /** The caller as whom an image is read. */
    Caller ready(ScanRequest request, ImageReference image, Caller caller) {
        return session(request, caller)
                .map(session -> session.ready(origins.of(List.of(image), caller.tenant()), List.of()))
                .orElse(caller);
    }

    /** The caller as whom the image of a build or mirror is read. */
    Caller ready(ScanRequest request, JobId job, Caller caller) {
        return session(request, caller)
                .map(session -> session.ready(read(job, caller.tenant()), List.of()))
                .orElse(caller);
    }

    private Optional<PlatformRegistries.Session> session(ScanRequest request, Caller caller) {
        return platforms.flatMap(platform -> platform.session(
                caller, request.towerAccessToken(), request.towerEndpoint(), request.towerWorkspaceId(), null));
    }

    private Set<ImageReference> read(JobId job, String tenant) {
        Set<ImageReference> read = new LinkedHashSet<>(origins.of(origins.madeFrom(job), tenant));
        kinds.find(job).map(found -> ImageReference.parse(found.job().target())).ifPresent(read::add);
        return read;
    }

    /** For a scan: of its image, and of what a build made that from. */
    @Nullable
    String of(ScanWork work) {
        Set<ImageReference> scanned = new LinkedHashSet<>(Set.of(work.image()));
        if (UserLogins.isUser(work.tenant())) {
            Optional.ofNullable(work.origin().buildId())
                    .map(JobId::parse)
                    .map(origins::madeFrom)
                    .ifPresent(scanned::addAll);
        }
        return logins.seal(work.tenant(), scanned);
    }
}
