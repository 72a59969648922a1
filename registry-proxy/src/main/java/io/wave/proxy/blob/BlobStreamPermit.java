package io.wave.proxy.blob;

import io.wave.limit.ConcurrencyLimit;
import io.wave.proxy.address.ClientAddress;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Permission of one request to stream a blob. Acquired when the blob is about to be sent, not while the request waits
 * for something else, and released once, when the request ends.
 */
public final class BlobStreamPermit {

    private final BlobStreamLimit limit;
    private final ClientAddress client;
    private ConcurrencyLimit.@Nullable Permit place;
    private boolean ended;

    BlobStreamPermit(BlobStreamLimit limit, ClientAddress client) {
        this.limit = limit;
        this.client = client;
    }

    /** Acquires the permit, then runs the operation; fails with 429 if no permit is available. */
    public <T> Mono<T> acquireFor(Mono<T> operation) {
        return Mono.defer(() -> {
            acquire();
            return operation;
        });
    }

    /** A client may disconnect at any time: after the end of its request nothing is acquired. */
    private synchronized void acquire() {
        if (!ended && place == null) {
            place = limit.acquire(client);
        }
    }

    /** Releases the permit: the request has ended, with whatever result. */
    public synchronized void release() {
        ended = true;
        if (place != null) {
            place.close();
            place = null;
        }
    }
}
