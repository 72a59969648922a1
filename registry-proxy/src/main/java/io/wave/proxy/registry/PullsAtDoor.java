package io.wave.proxy.registry;

import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.wave.image.Tag;
import io.wave.proxy.hold.Held;
import io.wave.proxy.hold.Holds;
import io.wave.proxy.http.Call;
import io.wave.proxy.http.PlainCalls;
import io.wave.proxy.http.RegistryCall;
import io.wave.proxy.http.Repository;
import io.wave.proxy.http.ShortWays;
import io.wave.proxy.image.ManifestsInWork;
import io.wave.proxy.image.OwnImage;
import io.wave.proxy.image.ReadyAnswers;
import io.wave.proxy.token.Requests;
import io.wave.token.RequestRecord;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;

/**
 * Pulls that are answered from memory or wait for a build at the door. Whatever is not plain about a call, or about how
 * its wait came out, is the server's.
 */
final class PullsAtDoor implements ShortWays {

    private final Requests requests;
    private final Holds holds;
    private final ManifestsInWork manifests;
    private final OwnImage ownImage;
    private final ReadyAnswers answers;

    PullsAtDoor(Requests requests, Holds holds, ManifestsInWork manifests, OwnImage ownImage, ReadyAnswers answers) {
        this.requests = requests;
        this.holds = holds;
        this.manifests = manifests;
        this.ownImage = ownImage;
        this.answers = answers;
    }

    @Override
    public @Nullable FullHttpResponse ready(HttpRequest http) {
        return answers.take(http.uri(), PlainCalls.isGet(http));
    }

    /** The wait of a pull whose request is in memory and has a build behind it. */
    @Override
    public @Nullable Waiting waiting(Call call, HttpRequest http) {
        if (!(call.target()
                instanceof Call.Target.Registry(RegistryCall.Manifest(Repository.Tokened repository, Tag tag)))) {
            return null;
        }
        RequestRecord request = requests.peek(repository.token());
        if (request == null
                || !Holds.mustWait(request)
                || !request.image().repository().equals(repository.name())
                || !ownImage.mayServe(request, tag)) {
            return null;
        }
        URI uri = uri(http.uri());
        String userAgent = http.headers().get(HttpHeaderNames.USER_AGENT, "");
        return uri == null ? null : new WaitingPull(request, tag, uri, userAgent, call.path(), PlainCalls.isGet(http));
    }

    private static @Nullable URI uri(String text) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException malformed) {
            return null;
        }
    }

    /** A call for a manifest whose image is being built. */
    private final class WaitingPull implements Waiting {

        private final RequestRecord request;
        private final Tag tag;
        /** Path and query as they were sent, hop counter included. */
        private final URI uri;

        private final String userAgent;
        /** What the answer is kept under. */
        private final String path;

        private final boolean get;
        private final long beganAt = System.nanoTime();

        WaitingPull(RequestRecord request, Tag tag, URI uri, String userAgent, String path, boolean get) {
            this.request = request;
            this.tag = tag;
            this.uri = uri;
            this.userAgent = userAgent;
            this.path = path;
            this.get = get;
        }

        /** What the pull waited for is made once for all that want the same. */
        @Override
        public Disposable begin(Consumer<Held> whenOver) {
            return holds.hold(request, userAgent, uri, held -> {
                // Whether or not it could be made in time: the server words the rest.
                var _ = made(held).whenComplete((_, _) -> whenOver.accept(held));
            });
        }

        private CompletableFuture<?> made(Held held) {
            if (!(held instanceof Held.Ready(var digest)) || answers.contain(path)) {
                return CompletableFuture.completedFuture(held);
            }
            CompletableFuture<?> work = manifests.begin(request, tag, digest);
            return holds.patience(request, userAgent, uri)
                    .<CompletableFuture<?>>map(patience -> work.copy().orTimeout(left(patience), TimeUnit.NANOSECONDS))
                    .orElse(work);
        }

        private long left(Holds.Patience patience) {
            return patience.left(beganAt).toNanos();
        }

        @Override
        public @Nullable FullHttpResponse answer(Held held) {
            return held instanceof Held.Ready ? answers.take(path, get) : null;
        }
    }
}
