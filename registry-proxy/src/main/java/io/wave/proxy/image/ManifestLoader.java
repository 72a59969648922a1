package io.wave.proxy.image;

import io.wave.augment.manifest.Content;
import io.wave.image.Digest;
import io.wave.image.Reference;
import io.wave.image.Tag;
import io.wave.registry.flight.SingleFlight;
import io.wave.token.ContainerToken;
import io.wave.token.RequestRecord;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Loads manifests, once for all concurrent requests, and to the end even if all clients disconnect, so that a client
 * that is redirected finds it in the cache when it returns.
 */
public final class ManifestLoader {

    private final Manifests manifests;
    private final TokenScope scope;
    private final ResponseCache responses;
    private final SingleFlight<Key, Content> flights = new SingleFlight<>();

    ManifestLoader(Manifests manifests, TokenScope scope, ResponseCache responses) {
        this.manifests = manifests;
        this.scope = scope;
        this.responses = responses;
    }

    /**
     * The manifest of a tag or digest; its response is cached.
     *
     * @param built digest of the image, if the hold has returned it
     */
    public Mono<Content> load(RequestRecord request, Reference reference, Optional<Digest> built) {
        return flights.share(key(request, reference), operation(request, reference, built));
    }

    /** Starts to load the manifest, or joins; the future must not be completed or cancelled by the caller. */
    public CompletableFuture<@Nullable Content> start(
            RequestRecord request, Reference reference, Optional<Digest> built) {
        return flights.join(key(request, reference), operation(request, reference, built));
    }

    private Mono<Content> operation(RequestRecord request, Reference reference, Optional<Digest> built) {
        Supplier<Mono<Content>> operation = switch (reference) {
            case Tag tag -> () -> manifests.byTag(request, tag, built);
            case Digest digest -> () -> scope.manifest(request, digest);
        };
        return Mono.defer(operation).doOnNext(content -> responses.put(request, reference, content));
    }

    private static Key key(RequestRecord request, Reference reference) {
        return new Key(request.token(), reference);
    }

    private record Key(ContainerToken token, Reference reference) {}
}
