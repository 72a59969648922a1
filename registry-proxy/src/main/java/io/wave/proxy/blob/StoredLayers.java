package io.wave.proxy.blob;

import io.wave.image.Digest;
import io.wave.oci.OciErrorCode;
import io.wave.proxy.response.Answer;
import io.wave.proxy.response.OciException;
import io.wave.store.ObjectName;
import io.wave.store.ObjectStore;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Layers in the object store: by redirect to a signed URL where it has some, else from its file. */
final class StoredLayers {

    private static final Duration LONGEST_VALIDITY = Duration.ofMinutes(30);
    private static final Duration SHORTEST_VALIDITY = Duration.ofSeconds(1);
    private static final int OK = 200;
    private static final int TEMPORARY_REDIRECT = 307;

    private final ObjectStore store;
    private final Clock clock;

    StoredLayers(ObjectStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /**
     * The store's calls block, so they run apart from the event loops.
     *
     * @param end when the token ends: no URL is good for longer
     */
    Mono<Answer> serve(Digest digest, BlobCall call, Instant end) {
        return Mono.fromCallable(() -> find(digest, call, end)).subscribeOn(Schedulers.boundedElastic());
    }

    private Answer find(Digest digest, BlobCall call, Instant end) {
        ObjectName name = ObjectName.blob(digest);
        Optional<Path> file = store.localFile(name);
        OptionalLong size = store.size(name);
        if (size.isEmpty()) {
            throw new OciException(OciErrorCode.BLOB_UNKNOWN, "layer '%s' is no longer stored".formatted(digest));
        }
        if (file.isPresent()) {
            return new Answer.LocalFile(call.digest(), size.getAsLong(), file.get());
        }
        if (!call.wantsContent()) {
            return new Answer.Stream(call.digest(), OK, size.getAsLong(), null, Flux.empty());
        }
        URI url = store.downloadUrl(name, validity(end))
                .orElseThrow(() -> new IllegalStateException("the object store has neither files nor URLs"));
        return new Answer.Redirect(TEMPORARY_REDIRECT, url);
    }

    private Duration validity(Instant end) {
        Duration left = Duration.between(clock.instant(), end);
        Duration bounded = left.compareTo(LONGEST_VALIDITY) < 0 ? left : LONGEST_VALIDITY;
        return bounded.compareTo(SHORTEST_VALIDITY) < 0 ? SHORTEST_VALIDITY : bounded;
    }
}
