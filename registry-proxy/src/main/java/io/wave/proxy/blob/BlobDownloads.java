package io.wave.proxy.blob;

import io.netty.buffer.ByteBuf;
import io.wave.proxy.blobcache.BlobCache.Source;
import io.wave.proxy.blobcache.BlobCacheMetrics;
import io.wave.proxy.blobcache.BlobCacheMetrics.Origin;
import io.wave.proxy.blobcache.BlobOrigin;
import io.wave.proxy.peer.BlobOwner;
import io.wave.proxy.peer.BlobOwners;
import io.wave.proxy.peer.PeerClient;
import io.wave.registry.blob.BlobResponse;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Downloads into the caches of all replicas: one replica reads a blob from its registry, the others read it from that one, also while
 * it arrives there. If the replica or its registry fails, another replica goes on from where it is.
 */
final class BlobDownloads {

    /** After so many replicas that do not have what they own, the registry is asked. */
    private static final int MAX_PEERS = 3;

    private static final long RENEWAL_NANOS = BlobOwners.CLAIM.dividedBy(3).toNanos();

    private final Optional<Peers> peers;
    private final BlobCacheMetrics metrics;
    private final Consumer<Source> whenStored;
    /** Blobs whose registry has not answered yet. */
    private final ConcurrentMap<Source, CompletableFuture<@Nullable Void>> starting = new ConcurrentHashMap<>();

    /**
     * @param peers absent if replicas do not read from each other
     * @param whenStored called by the replica that has downloaded a blob from its registry
     */
    BlobDownloads(Optional<Peers> peers, BlobCacheMetrics metrics, Consumer<Source> whenStored) {
        this.whenStored = whenStored;
        this.peers = peers;
        this.metrics = metrics;
    }

    /**
     * A new download.
     *
     * @param registry reads the blob from its registry, from an offset on
     * @param allowed emits if the registry would serve the blob to this caller, and is empty otherwise
     */
    Download of(Source source, LongFunction<Mono<BlobResponse.Body>> registry, Mono<Boolean> allowed) {
        return new Download(source, registry, allowed);
    }

    /** Completes as soon as no request of this replica waits for the registry of the blob. */
    Mono<Void> started(Source source) {
        CompletableFuture<@Nullable Void> waiting = starting.get(source);
        return waiting == null ? Mono.empty() : Mono.fromFuture(waiting, true);
    }

    /**
     * Replicas that read from each other.
     *
     * @param owners which replica has what
     * @param client reads from them
     */
    record Peers(BlobOwners owners, PeerClient client) {}

    /** One download. */
    final class Download implements BlobOrigin {

        private final Source source;
        private final LongFunction<Mono<BlobResponse.Body>> registry;
        private final Mono<Boolean> allowed;
        private final CompletableFuture<@Nullable Void> start = new CompletableFuture<>();
        private volatile boolean owner;
        private volatile boolean proven;
        private volatile long renewedAtNanos;

        private Download(Source source, LongFunction<Mono<BlobResponse.Body>> registry, Mono<Boolean> allowed) {
            this.source = source;
            this.registry = registry;
            this.allowed = allowed;
        }

        @Override
        public Mono<BlobResponse.Body> open(long offset) {
            return peers.map(known -> open(known, offset, 0)).orElseGet(() -> fromRegistry(offset));
        }

        private Mono<BlobResponse.Body> open(Peers known, long offset, int failed) {
            return failed == MAX_PEERS
                    ? fromRegistry(offset)
                    : known.owners().claim(source).flatMap(found -> switch (found) {
                        case BlobOwner.Self _ -> own(known, offset);
                        case BlobOwner.Peer peer -> follow(known, peer, offset, failed);
                    });
        }

        private Mono<BlobResponse.Body> fromRegistry(long offset) {
            return registry.apply(offset).doOnNext(_ -> {
                proven = true;
                metrics.downloading(Origin.REGISTRY);
            });
        }

        private Mono<BlobResponse.Body> own(Peers known, long offset) {
            if (offset == 0 && starting.putIfAbsent(source, start) != null) {
                // For another caller of this replica, who owns it: this one's answer is only its proof.
                return fromRegistry(offset);
            }
            owner = true;
            renewedAtNanos = System.nanoTime();
            return fromRegistry(offset).map(body -> renewing(known, body));
        }

        /** The owner remains so while content arrives. */
        private BlobResponse.Body renewing(Peers known, BlobResponse.Body body) {
            Flux<ByteBuf> content = body.content().doOnNext(_ -> {
                long now = System.nanoTime();
                if (now - renewedAtNanos > RENEWAL_NANOS) {
                    renewedAtNanos = now;
                    var _ = known.owners().claim(source).toFuture();
                }
            });
            return new BlobResponse.Body(
                    body.status(), body.length(), body.contentRange(), body.mediaType(), content, body.onClose());
        }

        private Mono<BlobResponse.Body> follow(Peers known, BlobOwner.Peer peer, long offset, int failed) {
            owner = false;
            Mono<BlobResponse.Body> fromPeer = known.client()
                    .open(peer, source, offset)
                    .doOnNext(_ -> metrics.downloading(Origin.PEER))
                    .switchIfEmpty(Mono.defer(() -> known.owners()
                            .release(source, peer)
                            .then(Mono.defer(() -> open(known, offset, failed + 1)))));
            return proven
                    ? fromPeer
                    : allowed.flatMap(_ -> {
                        proven = true;
                        return fromPeer;
                    });
        }

        /** The cache knows the download, or that there is none. */
        void started() {
            starting.remove(source, start);
            start.complete(null);
        }

        @Override
        public void ended(boolean stored) {
            if (stored && (owner || peers.isEmpty())) {
                whenStored.accept(source);
            }
            if (owner) {
                owner = false;
                peers.ifPresent(known -> {
                    var _ = stored
                            ? known.owners().keep(source).toFuture()
                            : known.owners()
                                    .release(source, new BlobOwner.Self())
                                    .toFuture();
                });
            }
        }
    }
}
