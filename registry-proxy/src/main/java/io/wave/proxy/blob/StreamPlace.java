package io.wave.proxy.blob;

import io.wave.limit.Places;
import io.wave.proxy.address.ClientAddress;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The place of one call in {@link StreamPlaces}: taken when its blob is about to be sent, not while the call waits for
 * something else, and given back once, when the call ends.
 */
public final class StreamPlace {

    private final StreamPlaces places;
    private final ClientAddress client;
    private Places.@Nullable Place taken;
    private boolean ended;

    StreamPlace(StreamPlaces places, ClientAddress client) {
        this.places = places;
        this.client = client;
    }

    /** What leads to the sending of a blob, begun with a place; 429 if there is none. */
    public <T> Mono<T> within(Mono<T> sending) {
        return Mono.defer(() -> {
            take();
            return sending;
        });
    }

    /** A client may leave at any moment: a call that has ended takes no place any more. */
    private synchronized void take() {
        if (!ended && taken == null) {
            taken = places.take(client);
        }
    }

    /** The call has ended, however it did. */
    public synchronized void end() {
        ended = true;
        if (taken != null) {
            taken.close();
            taken = null;
        }
    }
}
