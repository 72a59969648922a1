package io.wave.api.token;

import io.wave.api.scan.RequestedScan;
import io.wave.build.BuildId;
import io.wave.container.ContainerConfig;
import io.wave.image.Digest;
import io.wave.image.ImageReference;
import io.wave.image.Platform;
import io.wave.job.JobId;
import io.wave.messaging.projection.Projection;
import io.wave.token.ContainerToken;
import io.wave.token.RequestRecord;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.annotations.Mutability;
import org.hibernate.type.SqlTypes;
import org.hibernate.type.descriptor.java.Immutability;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/** An accepted request. Its record in Redis is a copy. */
@Entity
@Table(name = "container_request")
class ContainerRequestEntity {

    @Id
    private String token;

    /** Null until the request is stored. */
    @Version
    private @Nullable Long version;

    private String tenant;
    private String image;
    private String sourceImage;
    private @Nullable String sourceDigest;
    private @Nullable String finalDigest;
    private @Nullable String platform;

    @JdbcTypeCode(SqlTypes.JSON)
    @Mutability(Immutability.class)
    private @Nullable ContainerConfig config;

    private @Nullable String buildId;
    private boolean buildNew;
    private boolean awaitsBuild;
    /** Null in rows of earlier versions, whose builds have it in their id. */
    private @Nullable Long jobGeneration;

    private boolean durable;
    private Instant createdAt;
    private Instant expiresAt;
    private boolean renewalEnded;
    private @Nullable Instant revokedAt;
    private String requesterOffset;

    @JdbcTypeCode(SqlTypes.JSON)
    @Mutability(Immutability.class)
    private RequestDetails requested;

    @JdbcTypeCode(SqlTypes.JSON)
    @Mutability(Immutability.class)
    private @Nullable List<RequestedScan> scans;

    private @Nullable String logins;

    @NullUnmarked
    protected ContainerRequestEntity() {}

    /** A request that has just been accepted. */
    ContainerRequestEntity(AcceptedRequest request) {
        RequestRecord served = request.record();
        this.token = served.token().value();
        this.tenant = served.tenant();
        this.image = served.image().toString();
        this.sourceImage = request.sourceImage();
        this.sourceDigest = text(served.sourceDigest());
        this.finalDigest = text(request.digest());
        this.platform = text(served.platform());
        this.config = served.config();
        this.buildId = request.job().map(JobId::toString).orElse(null);
        this.buildNew = request.startedJob();
        this.awaitsBuild = served.job() != null;
        this.jobGeneration = served.job() == null ? null : served.job().generation();
        this.durable = served.durable();
        this.createdAt = served.createdAt();
        this.expiresAt = served.expiresAt();
        this.requesterOffset = request.details().zoneId();
        this.requested = request.details();
        this.scans = request.scans().isEmpty() ? null : request.scans();
        this.logins = served.logins();
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }

    /** What the proxy needs, without the time of renewal. */
    RequestRecord record() {
        ImageReference pulled = ImageReference.parse(image);
        return new RequestRecord(
                new ContainerToken(token),
                tenant,
                pulled,
                platform == null ? null : Platform.parse(platform),
                config,
                awaitsBuild ? jobId().map(id -> link(id, pulled)).orElse(null) : null,
                sourceDigest == null ? null : Digest.parse(sourceDigest),
                durable,
                requested.containerImage() == null,
                createdAt,
                expiresAt,
                logins,
                null);
    }

    private RequestRecord.JobLink link(JobId id, ImageReference pulled) {
        return switch (id.kind()) {
            case BUILD ->
                new RequestRecord.JobLink(id, pulled, BuildId.parse(id.text()).number());
            case MIRROR, SCAN ->
                new RequestRecord.JobLink(
                        id,
                        new ImageReference(pulled.registry(), pulled.repository(), pulled.tag(), finalDigest()),
                        Objects.requireNonNullElse(jobGeneration, 0L));
        };
    }

    /** Whether the token is neither expired nor revoked. */
    boolean isLive(Instant now) {
        return revokedAt == null && expiresAt.isAfter(now);
    }

    /** Pins the source image; an already recorded digest is kept. */
    void pin(Digest digest) {
        if (sourceDigest == null) {
            sourceDigest = digest.toString();
        }
    }

    boolean isRenewable() {
        return !renewalEnded;
    }

    void renew(Instant expiry) {
        if (isRenewable()) {
            expiresAt = expiry;
        }
    }

    /** Lets the token expire at this time at the latest, and ends its renewal. */
    void end(Instant latest) {
        expiresAt = latest.isBefore(expiresAt) ? latest : expiresAt;
        renewalEnded = true;
    }

    /** Revokes the token; returns false if it has expired or was revoked. */
    boolean revoke(Instant now) {
        if (!isLive(now)) {
            return false;
        }
        revokedAt = now;
        logins = null;
        return true;
    }

    boolean isRevoked() {
        return revokedAt != null;
    }

    /** The revocation message for the proxies. */
    Projection.OfRevocation revocation() {
        return new Projection.OfRevocation(new ContainerToken(token), expiresAt);
    }

    @Nullable
    Digest finalDigest() {
        return finalDigest == null ? null : Digest.parse(finalDigest);
    }

    Optional<JobId> jobId() {
        return Optional.ofNullable(buildId).map(JobId::parse);
    }

    boolean isBuildNew() {
        return buildNew;
    }

    List<RequestedScan> scans() {
        return scans == null ? List.of() : List.copyOf(scans);
    }

    String sourceImage() {
        return sourceImage;
    }

    RequestDetails requested() {
        return requested;
    }
}
