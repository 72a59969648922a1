package io.wave.proxy.registry;

import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.wave.image.Tag;
import io.wave.proxy.hold.HeldPulls;
import io.wave.proxy.hold.HoldResult;
import io.wave.proxy.http.FastPath;
import io.wave.proxy.http.RegistryRequest;
import io.wave.proxy.http.Repository;
import io.wave.proxy.http.RequestTarget;
import io.wave.proxy.image.ManifestLoader;
import io.wave.proxy.image.ResponseCache;
import io.wave.proxy.image.TokenScope;
import io.wave.proxy.token.RequestCache;
import io.wave.token.RequestRecord;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;

/**
 * Answers pulls from the response cache, and holds pulls whose image is being built. Every other request, and every
 * result that is not a cached response, is left to the web server.
 */
final class PullFastPath implements FastPath {

    private final RequestCache requests;
    private final HeldPulls heldPulls;
    private final ManifestLoader manifests;
    private final TokenScope scope;
    private final ResponseCache responses;

    PullFastPath(
            RequestCache requests,
            HeldPulls heldPulls,
            ManifestLoader manifests,
            TokenScope scope,
            ResponseCache responses) {
        this.requests = requests;
        this.heldPulls = heldPulls;
        this.manifests = manifests;
        this.scope = scope;
        this.responses = responses;
    }

    @Override
    public @Nullable FullHttpResponse cached(HttpRequest http) {
        return responses.get(http.uri(), FastPath.isGet(http));
    }

    /** Holds a pull whose container request is in memory and has a build that has not ended. */
    @Override
    public @Nullable HeldRequest held(RequestTarget target, HttpRequest http) {
        if (!(target.route()
                instanceof
                RequestTarget.Route.Registry(RegistryRequest.Manifest(Repository.WithToken repository, Tag tag)))) {
            return null;
        }
        RequestRecord request = requests.peek(repository.token());
        if (request == null
                || !HeldPulls.hasUnpinnedJob(request)
                || !request.image().repository().equals(repository.name())
                || !scope.allows(request, tag)) {
            return null;
        }
        URI uri = uri(http.uri());
        String userAgent = http.headers().get(HttpHeaderNames.USER_AGENT, "");
        return uri == null
                ? null
                : new HeldPullRequest(request, tag, uri, userAgent, target.path(), FastPath.isGet(http));
    }

    private static @Nullable URI uri(String text) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException malformed) {
            return null;
        }
    }

    /** A request for a manifest whose image is being built. */
    private final class HeldPullRequest implements HeldRequest {

        private final RequestRecord request;
        private final Tag tag;
        /** Path and query as sent by the client, including the hop counter. */
        private final URI uri;

        private final String userAgent;
        /** Key of the cached response. */
        private final String path;

        private final boolean isGet;
        private final long receivedAt = System.nanoTime();

        HeldPullRequest(RequestRecord request, Tag tag, URI uri, String userAgent, String path, boolean isGet) {
            this.request = request;
            this.tag = tag;
            this.uri = uri;
            this.userAgent = userAgent;
            this.path = path;
            this.isGet = isGet;
        }

        /** When the build has ended, the manifest is loaded once for all pulls that wait for it. */
        @Override
        public Disposable start(Consumer<HoldResult> callback) {
            return heldPulls.hold(request, userAgent, uri, held -> {
                // Also if the manifest could not be loaded in time: the web server then responds.
                var _ = loadManifest(held).whenComplete((_, _) -> callback.accept(held));
            });
        }

        private CompletableFuture<?> loadManifest(HoldResult held) {
            if (!(held instanceof HoldResult.Ready(var digest)) || responses.contains(path)) {
                return CompletableFuture.completedFuture(held);
            }
            CompletableFuture<?> loading = manifests.start(request, tag, digest);
            return heldPulls
                    .timeLimit(request, userAgent, uri)
                    .<CompletableFuture<?>>map(
                            timeLimit -> loading.copy().orTimeout(remainingNanos(timeLimit), TimeUnit.NANOSECONDS))
                    .orElse(loading);
        }

        private long remainingNanos(HeldPulls.TimeLimit timeLimit) {
            return timeLimit.remaining(receivedAt).toNanos();
        }

        @Override
        public @Nullable FullHttpResponse response(HoldResult held) {
            return held instanceof HoldResult.Ready ? responses.get(path, isGet) : null;
        }
    }
}
