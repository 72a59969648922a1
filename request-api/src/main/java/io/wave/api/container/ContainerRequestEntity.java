package io.wave.api.container;

import io.wave.api.stored.StoredJson;
import io.wave.build.BuildId;
import io.wave.container.ContainerConfig;
import io.wave.image.Digest;
import io.wave.image.ImageReference;
import io.wave.image.Platform;
import io.wave.messaging.Projection;
import io.wave.token.ContainerToken;
import io.wave.token.RequestRecord;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/** An accepted request: the truth behind the record in Redis. Rows come from {@link RequestInserts}. */
@Entity
@Table(name = "container_request")
class ContainerRequestEntity {

    @Id
    private String token;

    @Version
    private @Nullable Long version;

    private String tenant;
    private String image;
    private String sourceImage;
    private @Nullable String sourceDigest;
    private @Nullable String finalDigest;
    private @Nullable String platform;
    private @Nullable String config;
    private @Nullable String buildId;
    private boolean buildNew;
    private boolean awaitsBuild;
    private boolean durable;
    private Instant createdAt;
    private Instant expiresAt;
    private @Nullable Instant revokedAt;
    private String requested;

    @NullUnmarked
    protected ContainerRequestEntity() {}

    RequestRecord record() {
        ImageReference pulled = ImageReference.parse(image);
        return new RequestRecord(
                new ContainerToken(token),
                tenant,
                pulled,
                platform == null ? null : Platform.parse(platform),
                config == null ? null : StoredJson.read(config, ContainerConfig.class),
                awaitsBuild
                        ? buildId()
                                .map(id -> new RequestRecord.BuildLink(id, pulled, id.number()))
                                .orElse(null)
                        : null,
                sourceDigest == null ? null : Digest.parse(sourceDigest),
                durable,
                requested().containerImage() == null,
                createdAt,
                expiresAt);
    }

    /** Whether images are still served under the token. */
    boolean isLive(Instant now) {
        return revokedAt == null && expiresAt.isAfter(now);
    }

    /** Pins the source; the first digest stays. */
    void pin(Digest digest) {
        if (sourceDigest == null) {
            sourceDigest = digest.toString();
        }
    }

    /** Ends the life of the token; false if it had ended before. */
    boolean revoke(Instant now) {
        if (!isLive(now)) {
            return false;
        }
        revokedAt = now;
        return true;
    }

    boolean isRevoked() {
        return revokedAt != null;
    }

    /** What tells the proxies that the token was revoked. */
    Projection.OfRevocation revocation() {
        return new Projection.OfRevocation(new ContainerToken(token), expiresAt);
    }

    @Nullable
    Digest finalDigest() {
        return finalDigest == null ? null : Digest.parse(finalDigest);
    }

    Optional<BuildId> buildId() {
        return Optional.ofNullable(buildId).map(BuildId::parse);
    }

    boolean isBuildNew() {
        return buildNew;
    }

    String sourceImage() {
        return sourceImage;
    }

    RequestedContainer requested() {
        return StoredJson.read(requested, RequestedContainer.class);
    }
}
