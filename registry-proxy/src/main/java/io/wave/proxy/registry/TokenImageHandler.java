package io.wave.proxy.registry;

import io.wave.augment.manifest.Content;
import io.wave.image.Digest;
import io.wave.image.Reference;
import io.wave.image.Tag;
import io.wave.oci.OciErrorCode;
import io.wave.proxy.address.ClientAddresses;
import io.wave.proxy.blob.BlobRequest;
import io.wave.proxy.blob.BlobRequest.Kind;
import io.wave.proxy.blob.BlobStreamPermit;
import io.wave.proxy.blob.Blobs;
import io.wave.proxy.event.PullCounter;
import io.wave.proxy.hold.HeldPulls;
import io.wave.proxy.hold.HoldResult;
import io.wave.proxy.http.RegistryRequest;
import io.wave.proxy.http.Repository;
import io.wave.proxy.http.RequestContext;
import io.wave.proxy.image.ManifestLoader;
import io.wave.proxy.image.Manifests;
import io.wave.proxy.image.TokenScope;
import io.wave.proxy.response.EntityTags;
import io.wave.proxy.response.OciException;
import io.wave.proxy.response.RangeHeader;
import io.wave.proxy.response.RegistryResponse;
import io.wave.proxy.token.RequestCache;
import io.wave.registry.access.RegistryAccess;
import io.wave.token.RequestRecord;
import java.net.URI;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.reactive.ServerHttpRequest;
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
            Repository.WithToken repository,
            RegistryRequest.InRepository registryRequest,
            RequestContext context,
            ServerHttpRequest http,
            BlobStreamPermit permit) {
        return requests.find(repository.token(), addresses.of(http))
                .switchIfEmpty(Mono.error(() -> new OciException(
                        OciErrorCode.NAME_UNKNOWN,
                        "container request '%s' not found: unknown or expired".formatted(repository.token()))))
                .flatMap(request -> serve(validate(request, repository), registryRequest, context, http, permit));
    }

    private Mono<RegistryResponse> serve(
            RequestRecord request,
            RegistryRequest.InRepository registryRequest,
            RequestContext context,
            ServerHttpRequest http,
            BlobStreamPermit permit) {
        return switch (registryRequest) {
            case RegistryRequest.Manifest(var _, var reference) -> manifest(request, reference, context, http);
            case RegistryRequest.Blob(var _, var digest) ->
                whenBuilt(request, held(request, http), built -> blob(built, blobRequest(digest, http), permit));
            case RegistryRequest.Tags tags -> tags(request, tags.repository(), http);
            case RegistryRequest.Referrers(var _, var digest) ->
                whenBuilt(request, held(request, http), built -> referrers(built, digest, http));
        };
    }

    private Mono<RegistryResponse> blob(RequestRecord request, BlobRequest blob, BlobStreamPermit permit) {
        return withPermit(blob, permit, blobs.serve(request, blob));
    }

    /** Only a blob that is sent needs a permit, and only from now on: not while the request waited for a build. */
    static Mono<RegistryResponse> withPermit(
            BlobRequest blob, BlobStreamPermit permit, Mono<RegistryResponse> response) {
        return blob.kind() == Kind.GET ? permit.acquireFor(response) : response;
    }

    private Mono<RegistryResponse> tags(RequestRecord request, Repository repository, ServerHttpRequest http) {
        return scope.isSingleImage(request)
                ? Mono.fromSupplier(() -> listings.ownTag(request.image(), repository, http.getQueryParams()))
                : listings.tags(request.image(), access(request), repository, http.getQueryParams());
    }

    private Mono<RegistryResponse> referrers(RequestRecord request, Digest digest, ServerHttpRequest http) {
        return scope.hasManifest(request, digest)
                .onErrorReturn(Manifests::isNotFound, false)
                .flatMap(allowed -> allowed
                        ? listings.referrers(request.image(), access(request), digest, http.getQueryParams())
                        : Mono.just(RepositoryListings.noReferrers()));
    }

    private static RequestRecord validate(RequestRecord request, Repository.WithToken repository) {
        if (request.durable() && request.build() == null && request.sourceDigest() == null) {
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

    private Mono<RegistryResponse> manifest(
            RequestRecord request, Reference reference, RequestContext context, ServerHttpRequest http) {
        if (!scope.allows(request, reference)) {
            return Mono.error(TokenScope.notFound(request, reference));
        }
        return switch (reference) {
            case Tag tag -> whenReady(held(request, http), built -> loadManifest(request, tag, built, context, http));
            case Digest digest ->
                whenBuilt(
                        request,
                        held(request, http),
                        built -> loadManifest(built, digest, Optional.empty(), context, http));
        };
    }

    /** A client with a time limit is redirected while the manifest is being loaded. */
    private Mono<RegistryResponse> loadManifest(
            RequestRecord request,
            Reference reference,
            Optional<Digest> built,
            RequestContext context,
            ServerHttpRequest http) {
        Mono<RegistryResponse> response =
                manifests.load(request, reference, built).map(content -> recordPull(request, content, http));
        return heldPulls
                .timeLimit(request, userAgent(http), http.getURI())
                .map(timeLimit -> response.timeout(
                        timeLimit.remaining(context.receivedAtNanos()),
                        Mono.defer(() -> respond(timeLimit.fallback(), _ -> Mono.empty()))))
                .orElse(response);
    }

    private static String userAgent(ServerHttpRequest http) {
        return Objects.requireNonNullElse(http.getHeaders().getFirst(HttpHeaders.USER_AGENT), "");
    }

    /** A digest does not tell whether it was derived for the token; that is known when the build has ended. */
    private Mono<RegistryResponse> whenBuilt(
            RequestRecord request, Mono<HoldResult> held, Function<RequestRecord, Mono<RegistryResponse>> serve) {
        if (!HeldPulls.mustWait(request)) {
            return serve.apply(request);
        }
        return whenReady(
                held,
                digest -> Mono.justOrEmpty(digest)
                        .flatMap(built -> requests.pin(request, built))
                        .map(request::pinnedTo)
                        .defaultIfEmpty(request)
                        .flatMap(serve));
    }

    private static Mono<RegistryResponse> whenReady(
            Mono<HoldResult> held, Function<Optional<Digest>, Mono<RegistryResponse>> serve) {
        return held.flatMap(result -> respond(result, serve));
    }

    private static Mono<RegistryResponse> respond(
            HoldResult result, Function<Optional<Digest>, Mono<RegistryResponse>> serve) {
        return switch (result) {
            case HoldResult.Ready(Optional<Digest> digest) -> serve.apply(digest);
            case HoldResult.Hop(URI location) -> Mono.just(new RegistryResponse.Redirect(TEMPORARY_REDIRECT, location));
            case HoldResult.Failed(int status, OciErrorCode code, String message) ->
                Mono.error(new OciException(status, code, message));
            case HoldResult.RetryLater(var retryAfter, String message) ->
                Mono.error(OciException.withRetryAfter(OciErrorCode.TOOMANYREQUESTS, message, retryAfter));
        };
    }

    private Mono<HoldResult> held(RequestRecord request, ServerHttpRequest http) {
        return Mono.defer(() -> RequestContext.of(http)
                .held()
                .map(Mono::just)
                .orElseGet(() -> heldPulls.await(request, http.getHeaders(), http.getURI())));
    }

    private RegistryResponse recordPull(RequestRecord request, Content content, ServerHttpRequest http) {
        if (HttpMethod.GET.equals(http.getMethod())) {
            pullCounter.recordPull(request, content.digest());
        }
        return new RegistryResponse.Complete(content);
    }

    static BlobRequest blobRequest(Digest digest, ServerHttpRequest http) {
        boolean unchanged = EntityTags.matchesAny(http.getHeaders().getOrEmpty(HttpHeaders.IF_NONE_MATCH), digest);
        boolean head = HttpMethod.HEAD.equals(http.getMethod());
        Kind kind = unchanged ? Kind.REVALIDATE : head ? Kind.HEAD : Kind.GET;
        return new BlobRequest(digest, kind, RangeHeader.of(http, digest).orElse(null));
    }

    private static RegistryAccess access(RequestRecord request) {
        return new RegistryAccess(request.tenant());
    }
}
