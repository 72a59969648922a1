package io.wave.proxy.registry;

import io.wave.augment.manifest.Content;
import io.wave.image.Digest;
import io.wave.image.Reference;
import io.wave.image.Tag;
import io.wave.oci.OciErrorCode;
import io.wave.proxy.address.ClientAddresses;
import io.wave.proxy.blob.BlobRequest;
import io.wave.proxy.blob.Blobs;
import io.wave.proxy.event.PullCounter;
import io.wave.proxy.hold.HeldPulls;
import io.wave.proxy.hold.HoldResult;
import io.wave.proxy.http.RegistryRequest;
import io.wave.proxy.http.Repository;
import io.wave.proxy.image.ManifestLoader;
import io.wave.proxy.image.Manifests;
import io.wave.proxy.image.TokenScope;
import io.wave.proxy.response.OciException;
import io.wave.proxy.response.RegistryResponse;
import io.wave.proxy.token.RequestCache;
import io.wave.registry.access.RegistryAccess;
import io.wave.token.ContainerToken;
import io.wave.token.RequestRecord;
import java.net.URI;
import java.util.Optional;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/**
 * Handles requests with a token: serves the image of the container request, with its configuration and layers added.
 */
final class TokenImageHandler {

    private static final int TEMPORARY_REDIRECT = 307;

    private final RequestCache requests;
    private final ClientAddresses addresses;
    private final HeldPulls heldPulls;
    private final ManifestLoader manifests;
    private final TokenScope scope;
    private final Blobs blobs;
    private final RepositoryListings listings;
    private final PullCounter pullCounter;

    TokenImageHandler(
            RequestCache requests,
            ClientAddresses addresses,
            HeldPulls heldPulls,
            ManifestLoader manifests,
            TokenScope scope,
            Blobs blobs,
            RepositoryListings listings,
            PullCounter pullCounter) {
        this.requests = requests;
        this.addresses = addresses;
        this.heldPulls = heldPulls;
        this.manifests = manifests;
        this.scope = scope;
        this.blobs = blobs;
        this.listings = listings;
        this.pullCounter = pullCounter;
    }

    Mono<RegistryResponse> serve(
            Repository.WithToken repository, RegistryRequest.InRepository resource, RegistryExchange exchange) {
        return requests.find(repository.token(), addresses.of(exchange.http()))
                .switchIfEmpty(Mono.error(() -> notFound(repository.token())))
                .flatMap(request -> serve(validate(request, repository), resource, exchange));
    }

    private OciException notFound(ContainerToken token) {
        String reason = requests.expiry(token)
                .map("expired at %s, request the image again"::formatted)
                .orElse("not found: unknown or expired");
        return new OciException(OciErrorCode.NAME_UNKNOWN, "container request '%s' %s".formatted(token, reason));
    }

    private static RequestRecord validate(RequestRecord request, Repository.WithToken repository) {
        if (request.durable() && request.job() == null && request.sourceDigest() == null) {
            throw new OciException(
                    OciErrorCode.NAME_UNKNOWN,
                    "image '%s' not found: the container request was a dry run".formatted(request.image()));
        }
        if (!request.image().repository().equals(repository.name())) {
            throw new OciException(
                    OciErrorCode.NAME_UNKNOWN,
                    "container request '%s' is not for image '%s'".formatted(repository.token(), repository.name()));
        }
        return request;
    }

    private Mono<RegistryResponse> serve(
            RequestRecord request, RegistryRequest.InRepository resource, RegistryExchange exchange) {
        return switch (resource) {
            case RegistryRequest.Manifest(var _, Tag tag) -> manifest(request, tag, exchange);
            case RegistryRequest.Manifest(var _, Digest digest) ->
                whenBuilt(request, exchange, built -> load(built, digest, Optional.empty(), exchange));
            case RegistryRequest.Blob(var _, Digest digest) ->
                whenBuilt(request, exchange, built -> blob(built, exchange.blobRequest(digest), exchange));
            case RegistryRequest.Tags(Repository repository) -> tags(request, repository, exchange);
            case RegistryRequest.Referrers(var _, Digest digest) ->
                whenBuilt(request, exchange, built -> referrers(built, digest, exchange));
        };
    }

    private Mono<RegistryResponse> manifest(RequestRecord request, Tag tag, RegistryExchange exchange) {
        return scope.allows(request, tag)
                ? whenReady(request, exchange, built -> load(request, tag, built, exchange))
                : Mono.error(TokenScope.notFound(request, tag));
    }

    /** A client with a time limit is redirected while the manifest is being loaded. */
    private Mono<RegistryResponse> load(
            RequestRecord request, Reference reference, Optional<Digest> built, RegistryExchange exchange) {
        Mono<RegistryResponse> response =
                manifests.load(request, reference, built).map(content -> recordPull(request, content, exchange));
        return heldPulls
                .timeLimit(request, exchange.userAgent(), exchange.http().getURI())
                .map(timeLimit -> response.timeout(
                        timeLimit.remaining(exchange.context().receivedAtNanos()),
                        Mono.defer(() -> respond(timeLimit.fallback(), _ -> Mono.empty()))))
                .orElse(response);
    }

    private RegistryResponse recordPull(RequestRecord request, Content content, RegistryExchange exchange) {
        if (exchange.isGet()) {
            pullCounter.recordPull(request, content.digest());
        }
        return new RegistryResponse.Complete(content);
    }

    private Mono<RegistryResponse> blob(RequestRecord request, BlobRequest blob, RegistryExchange exchange) {
        return exchange.withPermit(blob, blobs.serve(request, blob));
    }

    private Mono<RegistryResponse> tags(RequestRecord request, Repository repository, RegistryExchange exchange) {
        return scope.isSingleImage(request)
                ? Mono.fromSupplier(() -> listings.ownTag(request.image(), repository, exchange.query()))
                : listings.tags(request.image(), access(request), repository, exchange.query());
    }

    private Mono<RegistryResponse> referrers(RequestRecord request, Digest digest, RegistryExchange exchange) {
        return scope.hasManifest(request, digest)
                .onErrorReturn(Manifests::isNotFound, false)
                .flatMap(allowed -> allowed
                        ? listings.referrers(request.image(), access(request), digest, exchange.query())
                        : Mono.just(RepositoryListings.noReferrers()));
    }

    /** A digest does not tell whether it was derived for the token; that is known when the build has ended. */
    private Mono<RegistryResponse> whenBuilt(
            RequestRecord request, RegistryExchange exchange, Function<RequestRecord, Mono<RegistryResponse>> serve) {
        if (!HeldPulls.hasUnpinnedJob(request)) {
            return serve.apply(request);
        }
        return whenReady(
                request,
                exchange,
                digest -> Mono.justOrEmpty(digest)
                        .flatMap(built -> requests.pin(request, built))
                        .map(request::pinnedTo)
                        .defaultIfEmpty(request)
                        .flatMap(serve));
    }

    /** A request that was held before it reached the web server is not held again. */
    private Mono<RegistryResponse> whenReady(
            RequestRecord request,
            RegistryExchange exchange,
            Function<Optional<Digest>, Mono<RegistryResponse>> serve) {
        return Mono.justOrEmpty(exchange.context().held())
                .switchIfEmpty(Mono.defer(() -> heldPulls.await(
                        request, exchange.userAgent(), exchange.http().getURI())))
                .flatMap(result -> respond(result, serve));
    }

    private static Mono<RegistryResponse> respond(
            HoldResult result, Function<Optional<Digest>, Mono<RegistryResponse>> serve) {
        return switch (result) {
            case HoldResult.Ready(Optional<Digest> digest) -> serve.apply(digest);
            case HoldResult.Hop(URI location, boolean stopping) ->
                Mono.just(new RegistryResponse.Redirect(TEMPORARY_REDIRECT, location, stopping));
            case HoldResult.Failed(int status, OciErrorCode code, String message) ->
                Mono.error(new OciException(status, code, message));
            case HoldResult.RetryLater(var retryAfter, String message) ->
                Mono.error(OciException.withRetryAfter(OciErrorCode.TOOMANYREQUESTS, message, retryAfter));
        };
    }

    private static RegistryAccess access(RequestRecord request) {
        return new RegistryAccess(request.tenant());
    }
}
