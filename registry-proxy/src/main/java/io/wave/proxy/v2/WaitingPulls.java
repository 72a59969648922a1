package io.wave.proxy.v2;

import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.wave.augment.Content;
import io.wave.image.Tag;
import io.wave.proxy.answer.OciException;
import io.wave.proxy.cache.SingleFlight;
import io.wave.proxy.connection.PlainCalls;
import io.wave.proxy.hold.Held;
import io.wave.proxy.hold.Holds;
import io.wave.proxy.manifest.Manifests;
import io.wave.proxy.manifest.OwnImage;
import io.wave.proxy.manifest.ReadyAnswers;
import io.wave.proxy.request.Requests;
import io.wave.token.RequestRecord;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

/**
 * The short way of pulls that wait: which calls may wait ahead of the server, for what, and what they are answered with.
 * Whatever is not plain about a call, or about how its wait came out, is the server's.
 */
final class WaitingPulls {

    private final Requests requests;
    private final Holds holds;
    private final Manifests manifests;
    private final OwnImage ownImage;
    private final ReadyAnswers answers;
    private final SingleFlight<String, Content> making = new SingleFlight<>();

    WaitingPulls(Requests requests, Holds holds, Manifests manifests, OwnImage ownImage, ReadyAnswers answers) {
        this.requests = requests;
        this.holds = holds;
        this.manifests = manifests;
        this.ownImage = ownImage;
        this.answers = answers;
    }

    /** The pull that this call is, if its request is in memory and a build is behind that. */
    @Nullable
    WaitingPull of(HttpRequest http) {
        if (!PlainCalls.contain(http) || http.uri().indexOf('%') >= 0) {
            return null;
        }
        try {
            URI uri = URI.create(http.uri());
            return RegistryCall.parse(uri.getRawPath())
                            instanceof RegistryCall.Manifest(Repository.Tokened repository, Tag tag)
                    ? pull(http, uri, repository, tag)
                    : null;
        } catch (OciException | IllegalArgumentException malformed) {
            return null;
        }
    }

    private @Nullable WaitingPull pull(HttpRequest http, URI uri, Repository.Tokened repository, Tag tag) {
        RequestRecord request = requests.peek(repository.token());
        if (request == null
                || !Holds.mustWait(request)
                || !request.image().repository().equals(repository.name())
                || !ownImage.mayServe(request, tag)) {
            return null;
        }
        String userAgent = http.headers().get(HttpHeaderNames.USER_AGENT, "");
        return new WaitingPull(request, tag, uri, userAgent, PlainCalls.isGet(http));
    }

    /**
     * Lets the pull wait; what it waited for is then made, once for all that want the same.
     *
     * @param whenOver called at most once, on any thread, as {@link Holds#hold} does
     * @return to be disposed of once, when the pull is answered or has gone
     */
    Disposable hold(WaitingPull pull, Consumer<Held> whenOver) {
        return holds.hold(pull.request(), pull.userAgent(), pull.uri(), held -> {
            // Whether or not it could be made: the server words the error.
            var _ = made(pull, held).whenComplete((_, _) -> whenOver.accept(held));
        });
    }

    private CompletableFuture<?> made(WaitingPull pull, Held held) {
        if (!(held instanceof Held.Ready(var digest)) || answers.contain(pull.path())) {
            return CompletableFuture.completedFuture(held);
        }
        return making.join(
                pull.path(),
                Mono.defer(() -> manifests.byTag(pull.request(), pull.tag(), digest))
                        .doOnNext(content -> answers.remember(pull.request(), pull.tag(), content)));
    }

    /** What the pull is answered with; null where the server has to answer. */
    @Nullable
    FullHttpResponse answer(WaitingPull pull, Held held) {
        return held instanceof Held.Ready ? answers.take(pull.path(), pull.get()) : null;
    }
}
