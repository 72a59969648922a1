package io.wave.proxy.image;

import io.wave.augment.Content;
import io.wave.image.Digest;
import io.wave.image.Reference;
import io.wave.image.Tag;
import io.wave.proxy.cache.SingleFlight;
import io.wave.token.ContainerToken;
import io.wave.token.RequestRecord;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Manifests that are being worked out: once for all who ask for the same, and on to the end when they go away, so that a
 * client which is sent on finds it ready when it comes again.
 */
public final class ManifestsInWork {

    private final Manifests manifests;
    private final OwnImage ownImage;
    private final ReadyAnswers ready;
    private final SingleFlight<Key, Content> flights = new SingleFlight<>();

    ManifestsInWork(Manifests manifests, OwnImage ownImage, ReadyAnswers ready) {
        this.manifests = manifests;
        this.ownImage = ownImage;
        this.ready = ready;
    }

    /**
     * The manifest of a tag or digest; remembered as a ready answer.
     *
     * @param made the digest of the image, where the wait for it said so
     */
    public Mono<Content> get(RequestRecord request, Reference reference, Optional<Digest> made) {
        return flights.share(key(request, reference), work(request, reference, made));
    }

    /** The same, for those who go on elsewhere anyway. */
    public CompletableFuture<@Nullable Content> begin(RequestRecord request, Reference reference, Optional<Digest> made) {
        return flights.join(key(request, reference), work(request, reference, made));
    }

    private Mono<Content> work(RequestRecord request, Reference reference, Optional<Digest> made) {
        Supplier<Mono<Content>> work = switch (reference) {
            case Tag tag -> () -> manifests.byTag(request, tag, made);
            case Digest digest -> () -> ownImage.manifest(request, digest);
        };
        return Mono.defer(work).doOnNext(content -> ready.remember(request, reference, content));
    }

    private static Key key(RequestRecord request, Reference reference) {
        return new Key(request.token(), reference);
    }

    private record Key(ContainerToken token, Reference reference) {}
}
