package io.wave.registry.call;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.wave.registry.access.Origin;
import io.wave.registry.access.RegistryTarget;
import io.wave.registry.error.RegistryException;
import io.wave.registry.http.OutgoingRequest;
import io.wave.registry.http.Reply;
import java.net.URI;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import reactor.core.publisher.Mono;

/** Follows the redirects of a registry, at most ten and no loops. Only the origin of the registry gets credentials. */
public final class Redirects {

    private static final int MAX_REDIRECTS = 10;

    private final RegistryCaller caller;

    public Redirects(RegistryCaller caller) {
        this.caller = caller;
    }

    /** Follows all redirects. */
    public Mono<Reply> follow(RegistryTarget target, HttpMethod method, URI uri, HttpHeaders headers) {
        return hop(new Redirection(target, OutgoingRequest.of(method, headers), true, new LinkedHashSet<>()), uri);
    }

    /** Follows redirects within the origin of the registry, since clients cannot; others are returned. */
    public Mono<Reply> followWithinOrigin(RegistryTarget target, HttpMethod method, URI uri, HttpHeaders headers) {
        return hop(new Redirection(target, OutgoingRequest.of(method, headers), false, new LinkedHashSet<>()), uri);
    }

    private Mono<Reply> hop(Redirection redirection, URI uri) {
        if (!redirection.visited().add(uri) || redirection.visited().size() > MAX_REDIRECTS + 1) {
            return Mono.error(failure(
                    redirection.target(), "too many redirects or a redirect loop at '%s'".formatted(uri.getHost())));
        }
        Mono<Reply> reply = redirection.isSameOrigin(uri)
                ? caller.call(redirection.target(), uri, redirection.request())
                : caller.callOtherOrigin(redirection.target(), uri, redirection.request());
        return reply.flatMap(
                response -> isRedirect(response.status()) ? redirect(redirection, response) : Mono.just(response));
    }

    private Mono<Reply> redirect(Redirection redirection, Reply response) {
        URI next = location(redirection.target(), response);
        if (redirection.crossOrigin() && isDowngrade(response.uri(), next)) {
            return response.drain()
                    .then(Mono.error(() -> failure(
                            redirection.target(),
                            "insecure redirect from https to http at '%s'".formatted(next.getHost()))));
        }
        return redirection.crossOrigin() || redirection.isSameOrigin(next)
                ? response.drain().then(Mono.defer(() -> hop(redirection, next)))
                : Mono.just(response);
    }

    public static boolean isRedirect(int status) {
        return switch (status) {
            case 301, 302, 303, 307, 308 -> true;
            default -> false;
        };
    }

    /** The absolute URI of a redirect. */
    public static URI location(RegistryTarget target, Reply response) {
        return response.header(HttpHeaderNames.LOCATION)
                .flatMap(text -> resolve(response.uri(), text))
                .orElseThrow(() -> failure(
                        target,
                        "invalid redirect location from '%s'"
                                .formatted(response.uri().getHost())));
    }

    private static Optional<URI> resolve(URI from, String location) {
        try {
            URI next = from.resolve(location);
            boolean http = "http".equals(next.getScheme()) || "https".equals(next.getScheme());
            return http && next.getHost() != null ? Optional.of(next) : Optional.empty();
        } catch (IllegalArgumentException invalidUri) {
            return Optional.empty();
        }
    }

    /** Whether a redirect leads from https to http. */
    public static boolean isDowngrade(URI from, URI next) {
        return "https".equals(from.getScheme()) && "http".equals(next.getScheme());
    }

    private static RegistryException failure(RegistryTarget target, String reason) {
        return RegistryException.ofInvalidAnswer(target + ": " + reason);
    }

    private record Redirection(RegistryTarget target, OutgoingRequest request, boolean crossOrigin, Set<URI> visited) {

        boolean isSameOrigin(URI uri) {
            return Origin.of(uri).equals(target.origin());
        }
    }
}
