package io.wave.proxy.registry;

import io.wave.augment.Content;
import io.wave.image.Digest;
import io.wave.image.Reference;
import io.wave.image.Tag;
import io.wave.oci.OciErrorCode;
import io.wave.proxy.address.ClientAddresses;
import io.wave.proxy.blob.BlobCall;
import io.wave.proxy.blob.BlobCall.Wanted;
import io.wave.proxy.blob.Blobs;
import io.wave.proxy.blob.StreamPlace;
import io.wave.proxy.event.PullEvents;
import io.wave.proxy.hold.Held;
import io.wave.proxy.hold.Holds;
import io.wave.proxy.http.Arrival;
import io.wave.proxy.http.RegistryCall;
import io.wave.proxy.http.Repository;
import io.wave.proxy.image.ManifestsInWork;
import io.wave.proxy.image.OwnImage;
import io.wave.proxy.response.Answer;
import io.wave.proxy.response.EntityTags;
import io.wave.proxy.response.OciException;
import io.wave.proxy.response.RangeRequest;
import io.wave.proxy.token.Requests;
import io.wave.registry.RegistryAccess;
import io.wave.token.RequestRecord;
import java.net.URI;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.reactive.ServerHttpRequest;
import reactor.core.publisher.Mono;

/** Calls under a token: the image is that of the request, with what the request lays over it. */
final class TokenedCalls {

    private static final int TEMPORARY_REDIRECT = 307;

    private final Requests requests;
    private final ClientAddresses addresses;
    private final Holds holds;
    private final ManifestsInWork manifests;
    private final OwnImage ownImage;
    private final Blobs blobs;
    private final Listings listings;
    private final PullEvents pulls;

    TokenedCalls(
            Requests requests,
            ClientAddresses addresses,
            Holds holds,
            ManifestsInWork manifests,
            OwnImage ownImage,
            Blobs blobs,
            Listings listings,
            PullEvents pulls) {
        this.requests = requests;
        this.addresses = addresses;
        this.holds = holds;
        this.manifests = manifests;
        this.ownImage = ownImage;
        this.blobs = blobs;
        this.listings = listings;
        this.pulls = pulls;
    }

    Mono<Answer> serve(
            Repository.Tokened repository,
            RegistryCall.Within call,
            Arrival arrival,
            ServerHttpRequest http,
            StreamPlace place) {
        return requests.find(repository.token(), addresses.of(http))
                .switchIfEmpty(Mono.error(() -> new OciException(
                        OciErrorCode.NAME_UNKNOWN,
                        "container request '%s' is unknown or has expired".formatted(repository.token()))))
                .flatMap(request -> serve(checked(request, repository), call, arrival, http, place));
    }

    private Mono<Answer> serve(
            RequestRecord request,
            RegistryCall.Within call,
            Arrival arrival,
            ServerHttpRequest http,
            StreamPlace place) {
        return switch (call) {
            case RegistryCall.Manifest(var _, var reference) -> manifest(request, reference, arrival, http);
            case RegistryCall.Blob(var _, var digest) ->
                whenBuilt(request, held(request, http), built -> blob(built, blobCall(digest, http), place));
            case RegistryCall.Tags tags -> tags(request, tags.repository(), http);
            case RegistryCall.Referrers(var _, var digest) ->
                whenBuilt(request, held(request, http), built -> referrers(built, digest, http));
        };
    }

    private Mono<Answer> blob(RequestRecord request, BlobCall call, StreamPlace place) {
        return placed(call, place, blobs.serve(request, call));
    }

    /** Only what sends content needs a place, and only from now on: not while it waited for a build. */
    static Mono<Answer> placed(BlobCall call, StreamPlace place, Mono<Answer> answer) {
        return call.wanted() == Wanted.CONTENT ? place.within(answer) : answer;
    }

    private Mono<Answer> tags(RequestRecord request, Repository asked, ServerHttpRequest http) {
        return ownImage.isAlone(request)
                ? Mono.fromSupplier(() -> listings.ownTag(request.image(), asked, http.getQueryParams()))
                : listings.tags(request.image(), access(request), asked, http.getQueryParams());
    }

    private Mono<Answer> referrers(RequestRecord request, Digest digest, ServerHttpRequest http) {
        return ownImage.hasManifest(request, digest)
                .onErrorReturn(OwnImage::isUnknown, false)
                .flatMap(own -> own
                        ? listings.referrers(request.image(), access(request), digest, http.getQueryParams())
                        : Mono.just(Listings.noReferrers()));
    }

    private static RequestRecord checked(RequestRecord request, Repository.Tokened repository) {
        if (request.durable() && request.build() == null && request.sourceDigest() == null) {
            throw new OciException(
                    OciErrorCode.NAME_UNKNOWN,
                    "nothing makes this image: the request was a dry run. Its name would be '%s'"
                            .formatted(request.image()));
        }
        if (!request.image().repository().equals(repository.name())) {
            throw new OciException(
                    OciErrorCode.NAME_UNKNOWN,
                    "container request '%s' is for another image than '%s'"
                            .formatted(repository.token(), repository.name()));
        }
        return request;
    }

    private Mono<Answer> manifest(RequestRecord request, Reference reference, Arrival arrival, ServerHttpRequest http) {
        if (!ownImage.mayServe(request, reference)) {
            return Mono.error(OwnImage.unknown(request, reference));
        }
        return switch (reference) {
            case Tag tag -> whenReady(held(request, http), made -> worked(request, tag, made, arrival, http));
            case Digest digest ->
                whenBuilt(
                        request, held(request, http), built -> worked(built, digest, Optional.empty(), arrival, http));
        };
    }

    /** A client that does not wait long is sent on while the manifest is being worked out. */
    private Mono<Answer> worked(
            RequestRecord request,
            Reference reference,
            Optional<Digest> made,
            Arrival arrival,
            ServerHttpRequest http) {
        Mono<Answer> answer = manifests.get(request, reference, made).map(content -> counted(request, content, http));
        return holds.patience(request, userAgent(http), http.getURI())
                .map(patience -> answer.timeout(
                        patience.left(arrival.atNanos()),
                        Mono.defer(() -> answer(patience.otherwise(), _ -> Mono.empty()))))
                .orElse(answer);
    }

    private static String userAgent(ServerHttpRequest http) {
        return Objects.requireNonNullElse(http.getHeaders().getFirst(HttpHeaders.USER_AGENT), "");
    }

    /** A digest says nothing about what it was made from: that is known when the build has ended. */
    private Mono<Answer> whenBuilt(
            RequestRecord request, Mono<Held> held, Function<RequestRecord, Mono<Answer>> serve) {
        if (!Holds.mustWait(request)) {
            return serve.apply(request);
        }
        return whenReady(
                held,
                digest -> Mono.justOrEmpty(digest)
                        .flatMap(made -> requests.pin(request, made))
                        .map(request::pinnedTo)
                        .defaultIfEmpty(request)
                        .flatMap(serve));
    }

    private static Mono<Answer> whenReady(Mono<Held> held, Function<Optional<Digest>, Mono<Answer>> serve) {
        return held.flatMap(outcome -> answer(outcome, serve));
    }

    private static Mono<Answer> answer(Held outcome, Function<Optional<Digest>, Mono<Answer>> serve) {
        return switch (outcome) {
            case Held.Ready(Optional<Digest> digest) -> serve.apply(digest);
            case Held.Hop(URI location) -> Mono.just(new Answer.Redirect(TEMPORARY_REDIRECT, location));
            case Held.Failed(int status, OciErrorCode code, String message) ->
                Mono.error(new OciException(status, code, message));
            case Held.Later(var retryAfter, String message) ->
                Mono.error(OciException.later(OciErrorCode.TOOMANYREQUESTS, message, retryAfter));
        };
    }

    private Mono<Held> held(RequestRecord request, ServerHttpRequest http) {
        return Mono.defer(() -> Arrival.of(http)
                .held()
                .map(Mono::just)
                .orElseGet(() -> holds.await(request, http.getHeaders(), http.getURI())));
    }

    private Answer counted(RequestRecord request, Content content, ServerHttpRequest http) {
        if (HttpMethod.GET.equals(http.getMethod())) {
            pulls.served(request, content.digest());
        }
        return new Answer.Whole(content);
    }

    static BlobCall blobCall(Digest digest, ServerHttpRequest http) {
        boolean unchanged = EntityTags.match(http.getHeaders().getOrEmpty(HttpHeaders.IF_NONE_MATCH), digest);
        boolean head = HttpMethod.HEAD.equals(http.getMethod());
        Wanted wanted = unchanged ? Wanted.NOTHING : head ? Wanted.HEADERS : Wanted.CONTENT;
        return new BlobCall(digest, wanted, RangeRequest.of(http, digest).orElse(null));
    }

    private static RegistryAccess access(RequestRecord request) {
        return new RegistryAccess(request.tenant());
    }
}
