package io.wave.api.token;

import io.wave.api.persistence.Position;
import io.wave.event.RequestEvent;
import io.wave.event.RevocationEvent;
import io.wave.image.Digest;
import io.wave.job.JobId;
import io.wave.job.Topics;
import io.wave.messaging.outbox.EventTypes;
import io.wave.messaging.outbox.Outbox;
import io.wave.messaging.outbox.OutboxMessage;
import io.wave.messaging.projection.Projection;
import io.wave.token.ContainerToken;
import io.wave.token.RequestRecord;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** All accepted requests. A request is committed before its response is sent; Redis is updated afterwards. */
@Component
public class RequestStore {

    private static final int SHOWN_OF_TOKEN = 4;

    private final ContainerRequestRepository rows;
    private final TokenRecordCache records;
    private final Outbox outbox;
    private final TokenLifetimes lifetimes;
    private final TransactionTemplate transaction;
    private final Clock clock;

    RequestStore(
            ContainerRequestRepository rows,
            TokenRecordCache records,
            Outbox outbox,
            TokenLifetimes lifetimes,
            TransactionTemplate transaction,
            Clock clock) {
        this.rows = rows;
        this.records = records;
        this.outbox = outbox;
        this.lifetimes = lifetimes;
        this.transaction = transaction;
        this.clock = clock;
    }

    /** Stores a request in the same transaction in which it is accepted. */
    public AcceptedRequest add(Supplier<AcceptedRequest> decision) {
        AcceptedRequest accepted = Objects.requireNonNull(transaction.execute(_ -> {
            AcceptedRequest request = decision.get();
            rows.save(new ContainerRequestEntity(request));
            outbox.append(event(request));
            return request;
        }));
        records.write(accepted.record());
        return accepted;
    }

    /** The request of a token, including expired and revoked ones. */
    public Optional<StoredRequest> find(ContainerToken token) {
        return rows.findById(token.value()).map(this::stored);
    }

    /** The requests of a tenant after a position, the newest first, including expired and revoked ones. */
    public List<StoredRequest> list(String tenant, Position after, int limit) {
        return rows.list(tenant, after.time(), after.id(), Limit.of(limit)).stream()
                .map(this::stored)
                .toList();
    }

    /** The record of a token that was not revoked. That of a live token is also written to Redis again. */
    public Optional<RequestRecord> restore(ContainerToken token) {
        Optional<ContainerRequestEntity> found = rows.findById(token.value()).filter(request -> !request.isRevoked());
        found.filter(request -> request.isLive(clock.instant()))
                .map(this::record)
                .ifPresent(this::writeAgain);
        return found.map(this::record);
    }

    /** Pins the source image of a live token; the digest that was reported first is kept. */
    public Optional<Digest> pin(ContainerToken token, Digest digest) {
        return change(token, request -> request.pin(digest))
                .map(record -> Objects.requireNonNull(record.sourceDigest()));
    }

    /**
     * Renews a live token as far as its limit allows.
     *
     * @return its record with the new time of expiry; empty if the token does not exist, has expired or was revoked
     */
    public Optional<RequestRecord> renew(ContainerToken token) {
        return change(token, request -> request.renew(lifetimes.renewed(request.record(), clock.instant())));
    }

    /** Tokens that expire before this time are renewed by a use. */
    public Instant renewedBefore() {
        return lifetimes.renewedBefore(clock.instant());
    }

    /** Lets a live token expire at a time at the latest; it is not renewed any more. */
    public void end(ContainerToken token, Instant latest) {
        change(token, request -> request.end(latest));
    }

    /** The latest time to which the token of a request can be renewed; empty if there is no limit. */
    public Optional<Instant> renewalLimit(RequestRecord request) {
        return request.renewAt() == null ? Optional.of(request.expiresAt()) : lifetimes.limit(request);
    }

    /** Changes the row of a live token, then its record in Redis. */
    private Optional<RequestRecord> change(ContainerToken token, Consumer<ContainerRequestEntity> change) {
        Optional<RequestRecord> changed =
                Objects.requireNonNull(transaction.execute(_ -> rows.findAndLock(token.value())
                        .filter(request -> request.isLive(clock.instant()))
                        .map(request -> {
                            change.accept(request);
                            return record(request);
                        })));
        changed.ifPresent(this::writeAgain);
        return changed;
    }

    private RequestRecord record(ContainerRequestEntity row) {
        return row.isRenewable() ? lifetimes.withRenewal(row.record()) : row.record();
    }

    /** The token may have been revoked since it was read, and Redis may have lost the revocation too. */
    private void writeAgain(RequestRecord request) {
        records.write(request);
        rows.findById(request.token().value())
                .filter(ContainerRequestEntity::isRevoked)
                .ifPresent(row -> records.revoke(row.revocation()));
    }

    /**
     * Revokes a token. The revocation is repeated until the proxies have been informed.
     *
     * @return false if the token does not exist or has expired
     */
    public boolean revoke(ContainerToken token) {
        Optional<Projection.OfRevocation> open = Objects.requireNonNull(transaction.execute(_ -> rows.findAndLock(
                        token.value())
                .flatMap(request -> request.revoke(clock.instant()) ? Optional.of(append(request)) : open(request))));
        open.filter(records::revoke).ifPresent(outbox::written);
        return open.isPresent();
    }

    private Projection.OfRevocation append(ContainerRequestEntity request) {
        Projection.OfRevocation revocation = request.revocation();
        RequestRecord record = request.record();
        String shown = shown(record.token());
        RevocationEvent body = new RevocationEvent(shown, record.tenant(), clock.instant());
        outbox.append(
                new OutboxMessage(Topics.REQUEST_EVENTS, shown, EventTypes.REQUEST_REVOKED, shown, body, revocation));
        return revocation;
    }

    private Optional<Projection.OfRevocation> open(ContainerRequestEntity request) {
        return Optional.of(request)
                .filter(ContainerRequestEntity::isRevoked)
                .map(ContainerRequestEntity::revocation)
                .filter(outbox::isPending);
    }

    private StoredRequest stored(ContainerRequestEntity row) {
        return new StoredRequest(
                record(row),
                row.sourceImage(),
                row.jobId(),
                row.isBuildNew(),
                row.requested(),
                row.finalDigest(),
                row.scans(),
                row.isRevoked(),
                row.isLive(clock.instant()));
    }

    private static OutboxMessage event(AcceptedRequest request) {
        RequestRecord record = request.record();
        String shown = shown(record.token());
        RequestEvent body = new RequestEvent(
                shown,
                record.tenant(),
                record.image().toString(),
                request.job().map(JobId::toString).orElse(null),
                request.job().isPresent() ? request.isReady() : null,
                record.createdAt());
        return new OutboxMessage(Topics.REQUEST_EVENTS, shown, EventTypes.REQUEST_ACCEPTED, shown, body, null);
    }

    private static String shown(ContainerToken token) {
        return token.value().substring(0, SHOWN_OF_TOKEN);
    }
}
