package io.wave.api.container;

import io.wave.build.BuildId;
import io.wave.event.RequestEvent;
import io.wave.image.Digest;
import io.wave.job.Topics;
import io.wave.messaging.EventTypes;
import io.wave.messaging.Outbox;
import io.wave.messaging.OutboxMessage;
import io.wave.token.ContainerToken;
import io.wave.token.RequestRecord;
import java.time.Clock;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** All accepted requests. What is answered has been committed; Redis follows where it can. */
@Component
class Requests {

    private static final int SHOWN_OF_TOKEN = 4;

    private final ContainerRequestRows rows;
    private final RequestInserts inserts;
    private final TokenRecords records;
    private final Outbox outbox;
    private final TransactionTemplate transaction;
    private final Clock clock;

    Requests(
            ContainerRequestRows rows,
            RequestInserts inserts,
            TokenRecords records,
            Outbox outbox,
            TransactionTemplate transaction,
            Clock clock) {
        this.rows = rows;
        this.inserts = inserts;
        this.records = records;
        this.outbox = outbox;
        this.transaction = transaction;
        this.clock = clock;
    }

    /** Stores a request in the one transaction in which it is decided. */
    AcceptedRequest add(Supplier<AcceptedRequest> decision) {
        AcceptedRequest accepted = Objects.requireNonNull(transaction.execute(_ -> {
            AcceptedRequest request = decision.get();
            inserts.insert(request);
            outbox.append(event(request));
            return request;
        }));
        records.write(accepted.record());
        return accepted;
    }

    /** The request of a token, however old. */
    Optional<StoredRequest> find(ContainerToken token) {
        return rows.findById(token.value()).map(this::stored);
    }

    /** What the proxy needs of a token that is still served, written to Redis again. */
    Optional<RequestRecord> restore(ContainerToken token) {
        Optional<RequestRecord> live = find(token).filter(StoredRequest::live).map(StoredRequest::record);
        live.ifPresent(records::write);
        return live;
    }

    /** Pins the source of a request that is still served; the first digest that was reported stays. */
    Optional<Digest> pin(ContainerToken token, Digest digest) {
        Optional<RequestRecord> pinned = Objects.requireNonNull(transaction.execute(_ -> rows.findAndLock(token.value())
                .filter(request -> request.isLive(clock.instant()))
                .map(request -> {
                    request.pin(digest);
                    return request.record();
                })));
        pinned.ifPresent(records::write);
        return pinned.map(record -> Objects.requireNonNull(record.sourceDigest()));
    }

    /** Ends the life of a token; false if there is none that lives. */
    boolean revoke(ContainerToken token) {
        boolean revoked = Boolean.TRUE.equals(transaction.execute(_ -> rows.findAndLock(token.value())
                .map(request -> request.revoke(clock.instant()))
                .orElse(false)));
        if (revoked) {
            records.remove(token);
        }
        return revoked;
    }

    private StoredRequest stored(ContainerRequestEntity row) {
        return new StoredRequest(
                row.record(),
                row.sourceImage(),
                row.buildId(),
                row.isBuildNew(),
                row.requested(),
                row.finalDigest(),
                row.isLive(clock.instant()));
    }

    private static OutboxMessage event(AcceptedRequest request) {
        RequestRecord record = request.record();
        String shown = record.token().value().substring(0, SHOWN_OF_TOKEN);
        RequestEvent body = new RequestEvent(
                shown,
                record.tenant(),
                record.image().toString(),
                request.build().map(BuildId::toString).orElse(null),
                request.build().isPresent() ? request.isReady() : null,
                record.createdAt());
        return new OutboxMessage(Topics.REQUEST_EVENTS, shown, EventTypes.REQUEST_ACCEPTED, shown, body, null);
    }
}
