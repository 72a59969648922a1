package io.wave.proxy.blob;

import io.wave.image.Digest;
import io.wave.oci.OciErrorCode;
import io.wave.proxy.answer.Answer;
import io.wave.proxy.answer.OciException;
import io.wave.store.ObjectName;
import io.wave.store.ObjectStore;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Layers in the object store: by redirect to a signed URL where it has some, else from its file. */
final class StoredLayers {

    private static final Duration URL_VALIDITY = Duration.ofMinutes(30);
    private static final int OK = 200;
    private static final int TEMPORARY_REDIRECT = 307;

    private final ObjectStore store;

    StoredLayers(ObjectStore store) {
        this.store = store;
    }

    /** The store's calls block, so they run apart from the event loops. */
    Mono<Answer> serve(Digest digest, BlobCall call) {
        return Mono.fromCallable(() -> find(digest, call)).subscribeOn(Schedulers.boundedElastic());
    }

    private Answer find(Digest digest, BlobCall call) {
        ObjectName name = ObjectName.blob(digest);
        Optional<Path> file = store.localFile(name);
        OptionalLong size = store.size(name);
        if (size.isEmpty()) {
            throw new OciException(OciErrorCode.BLOB_UNKNOWN, "layer '%s' is no longer stored".formatted(digest));
        }
        if (file.isPresent()) {
            return new Answer.LocalFile(call.digest(), size.getAsLong(), file.get());
        }
        if (call.head()) {
            return new Answer.Stream(call.digest(), OK, size.getAsLong(), null, Flux.empty());
        }
        URI url = store.downloadUrl(name, URL_VALIDITY)
                .orElseThrow(() -> new IllegalStateException("the object store has neither files nor URLs"));
        return new Answer.Redirect(TEMPORARY_REDIRECT, url);
    }
}
