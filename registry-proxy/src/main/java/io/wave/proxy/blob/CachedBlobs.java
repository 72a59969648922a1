package io.wave.proxy.blob;

import io.netty.buffer.ByteBuf;
import io.wave.image.Digest;
import io.wave.image.ImageReference;
import io.wave.oci.OciErrorCode;
import io.wave.proxy.blobcache.AccessChecks;
import io.wave.proxy.blobcache.AccessChecks.Access;
import io.wave.proxy.blobcache.BlobBucket;
import io.wave.proxy.blobcache.BlobCache;
import io.wave.proxy.blobcache.BlobCacheMetrics;
import io.wave.proxy.blobcache.BlobCacheMetrics.Result;
import io.wave.proxy.blobcache.CachedBlob;
import io.wave.proxy.blobcache.IncomingBlob;
import io.wave.proxy.image.RegistryLookups;
import io.wave.proxy.response.ByteRange;
import io.wave.proxy.response.RegistryResponse;
import io.wave.registry.RegistryClient;
import io.wave.registry.access.RegistryAccess;
import io.wave.registry.blob.BlobResponse;
import io.wave.registry.blob.VerifiedContent;
import io.wave.registry.config.CredentialHashes;
import io.wave.registry.error.RegistryException;
import io.wave.registry.flight.SingleFlight;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Serves blobs from the cache of this replica, and downloads those that are missing into it. Each request needs a proof that
 * its credentials may read the blob in its repository: the registry serves it, or answers a HEAD, once in a while.
 */
final class CachedBlobs implements SourceBlobs {

    private static final int OK = 200;
    private static final int PARTIAL_CONTENT = 206;
    private static final int TEMPORARY_REDIRECT = 307;

    private final RegistryClient registries;
    private final RegistryLookups lookups;
    private final CredentialHashes credentials;
    private final BlobCache cache;
    private final AccessChecks checks;
    private final BlobCacheMetrics metrics;
    private final UpstreamBlobs upstream;
    private final BlobDownloads downloads;
    private final Optional<BlobBucket> bucket;
    private final SingleFlight<Access, Optional<CachedBlob>> starting = new SingleFlight<>();

    CachedBlobs(
            RegistryClient registries,
            RegistryLookups lookups,
            CredentialHashes credentials,
            BlobCache cache,
            AccessChecks checks,
            BlobCacheMetrics metrics,
            UpstreamBlobs upstream,
            BlobDownloads downloads,
            Optional<BlobBucket> bucket) {
        this.registries = registries;
        this.lookups = lookups;
        this.credentials = credentials;
        this.cache = cache;
        this.checks = checks;
        this.metrics = metrics;
        this.upstream = upstream;
        this.downloads = downloads;
        this.bucket = bucket;
    }

    @Override
    public Mono<RegistryResponse> find(ImageReference image, BlobRequest blob, RegistryAccess access) {
        Call call = new Call(image, blob, access);
        Optional<CachedBlob> present = cache.find(call.source());
        return bucket.filter(_ -> mayBeInBucket(present))
                .map(near -> near.find(call.digest())
                        .map(Optional::of)
                        .defaultIfEmpty(Optional.empty())
                        .flatMap(length -> length.map(found -> ifAllowed(call, redirect(call, near, found)))
                                .orElseGet(() -> fromHere(call, cache.find(call.source())))))
                .orElseGet(() -> fromHere(call, present));
    }

    /** Small blobs are sent as quickly as a redirect. */
    private static boolean mayBeInBucket(Optional<CachedBlob> present) {
        return present.isEmpty() || present.get().length() >= BlobBucket.MIN_LENGTH;
    }

    private Mono<RegistryResponse> redirect(Call call, BlobBucket near, long length) {
        return Mono.fromSupplier(() -> {
            count(call, Result.REDIRECTED);
            return switch (call.blob().kind()) {
                case REVALIDATE -> new RegistryResponse.NotModified(call.digest());
                case HEAD -> new RegistryResponse.StreamedBlob(call.digest(), OK, length, null, Flux.empty());
                case GET ->
                    new RegistryResponse.Redirect(
                            TEMPORARY_REDIRECT,
                            near.url(call.digest(), call.blob().end()));
            };
        });
    }

    private Mono<RegistryResponse> fromHere(Call call, Optional<CachedBlob> present) {
        BlobRequest blob = call.blob();
        if (present.isPresent()) {
            if (present.get() instanceof CachedBlob.Stored stored) {
                bucket.ifPresent(near -> near.offer(stored));
            }
            return ifAllowed(call, serve(call, present.get(), result(present.get())));
        }
        boolean whole = blob.isGet() && blob.range() == null;
        return whole && cache.mayAccept(call.source()) ? download(call) : bypass(call);
    }

    private static Result result(CachedBlob present) {
        return present instanceof IncomingBlob ? Result.JOINED : Result.HIT;
    }

    /** Empty, as for a blob that does not exist, if the registry does not have it for this caller. */
    private <T> Mono<T> ifAllowed(Call call, Mono<T> response) {
        Mono<Boolean> registry = Mono.defer(() -> lookups.headBlob(call.image(), call.digest(), call.access()))
                .hasElement();
        return checks.isAllowed(key(call), registry)
                .filter(Boolean::booleanValue)
                .flatMap(_ -> response);
    }

    /** Equal requests that arrive before the registry has answered share its answer, also if it is an error. */
    private Mono<RegistryResponse> download(Call call) {
        Access key = key(call);
        return starting.share(key, Mono.defer(() -> start(key, call)))
                .flatMap(started -> started.isPresent() ? serve(call, started.get(), Result.MISS) : bypass(call));
    }

    private Mono<Optional<CachedBlob>> start(Access key, Call call) {
        // Another request may have started the download since this one has looked for it.
        Optional<CachedBlob> present = cache.find(call.source());
        if (present.isPresent()) {
            return ifAllowed(call, Mono.just(present));
        }
        BlobDownloads.Download download = downloads.of(
                call.source(),
                offset -> content(call, offset == 0 ? null : "bytes=%d-".formatted(offset)),
                ifAllowed(call, Mono.just(true)));
        return download.open(0)
                .map(content -> {
                    checks.allowed(key);
                    return cache.download(call.source(), content, download);
                })
                .switchIfEmpty(Mono.fromRunnable(() -> download.ended(false)))
                .doOnError(_ -> download.ended(false))
                .doFinally(_ -> download.started());
    }

    /**
     * A blob for another replica, which knows itself who may read it: from the cache only, and as soon as the registry answers if
     * it is about to be downloaded. Empty if this replica does not have it.
     */
    Mono<RegistryResponse> forPeer(BlobCache.Source source, @Nullable String range) {
        Mono<CachedBlob> cached = Mono.defer(() -> Mono.justOrEmpty(cache.find(source)));
        BlobRequest request = new BlobRequest(source.digest(), BlobRequest.Kind.GET, range);
        return cached.switchIfEmpty(downloads.started(source).then(cached))
                .map(blob -> response(
                        request,
                        blob,
                        (_, _) -> Flux.error(new IllegalStateException("the disk of the cache failed"))));
    }

    private Mono<RegistryResponse> bypass(Call call) {
        return Mono.defer(() -> {
            count(call, Result.BYPASSED);
            return upstream.find(call.image(), call.blob(), call.access());
        });
    }

    private Mono<RegistryResponse> serve(Call call, CachedBlob cached, Result result) {
        return Mono.defer(() -> {
            if (call.blob().range() != null && cached instanceof IncomingBlob incoming && !hasStart(call, incoming)) {
                return bypass(call);
            }
            count(call, result);
            return Mono.just(response(call.blob(), cached, (part, length) -> rest(call, part, length)));
        });
    }

    /** Only downloads count. */
    private void count(Call call, Result result) {
        if (call.blob().isGet()) {
            metrics.requested(result);
        }
    }

    private static RegistryResponse response(BlobRequest request, CachedBlob cached, Rest rest) {
        if (request.kind() == BlobRequest.Kind.REVALIDATE) {
            return new RegistryResponse.NotModified(cached.digest());
        }
        return switch (cached) {
            case CachedBlob.Stored(Digest digest, long length, var file) ->
                new RegistryResponse.LocalFile(digest, length, file);
            case IncomingBlob incoming -> stream(request, incoming, rest);
        };
    }

    private static RegistryResponse stream(BlobRequest request, IncomingBlob blob, Rest rest) {
        Optional<ByteRange> range = range(request, blob);
        ByteRange part = range.orElseGet(() -> new ByteRange(0, blob.length() - 1));
        Flux<ByteBuf> content = request.isGet()
                ? blob.content(
                        part.first(),
                        part.last(),
                        position -> rest.of(new ByteRange(position, part.last()), blob.length()))
                : Flux.empty();
        return new RegistryResponse.StreamedBlob(
                blob.digest(),
                range.isPresent() ? PARTIAL_CONTENT : OK,
                part.length(),
                range.map(asked -> asked.contentRange(blob.length())).orElse(null),
                content);
    }

    private static Optional<ByteRange> range(BlobRequest request, CachedBlob blob) {
        return Optional.ofNullable(request.range()).flatMap(header -> ByteRange.parse(header, blob.length()));
    }

    /** The registry may be faster for a part that has not arrived yet. */
    private static boolean hasStart(Call call, IncomingBlob incoming) {
        return range(call.blob(), incoming).map(ByteRange::first).orElse(0L) < incoming.written();
    }

    /** What a failed disk does not have, from the registry. As for ranges, a part is for the client to verify. */
    private Flux<ByteBuf> rest(Call call, ByteRange part, long blobLength) {
        boolean whole = part.length() == blobLength;
        String range = whole ? null : "bytes=%d-%d".formatted(part.first(), part.last());
        return content(call, range).flatMapMany(body -> {
            if (body.status() == (whole ? OK : PARTIAL_CONTENT) && body.length() == part.length()) {
                return whole ? VerifiedContent.of(body.content(), call.digest(), blobLength) : body.content();
            }
            body.close();
            return Flux.error(new RegistryException(
                    OciErrorCode.UNAVAILABLE,
                    body.status(),
                    call.image().name() + ": the registry does not serve the rest of a blob"));
        });
    }

    private Mono<BlobResponse.Body> content(Call call, @Nullable String range) {
        return registries.blobContent(
                call.image().registry(), call.image().repository(), call.digest(), range, call.access());
    }

    private Access key(Call call) {
        String tenant = call.access().tenant();
        return new Access(
                tenant, credentials.of(tenant, call.image()), call.image().name(), call.digest());
    }

    /** What a failed disk does not have. */
    private interface Rest {
        Flux<ByteBuf> of(ByteRange part, long blobLength);
    }

    private record Call(ImageReference image, BlobRequest blob, RegistryAccess access) {
        Digest digest() {
            return blob.digest();
        }

        BlobCache.Source source() {
            return new BlobCache.Source(image.name(), blob.digest());
        }
    }
}
