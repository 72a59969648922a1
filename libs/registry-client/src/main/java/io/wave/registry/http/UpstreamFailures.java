package io.wave.registry.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.wave.oci.OciErrorCode;
import io.wave.registry.access.RegistryTarget;
import io.wave.registry.config.Credentials;
import io.wave.registry.config.UserLogins;
import io.wave.registry.document.DocumentJson;
import io.wave.registry.error.CallFailure;
import io.wave.registry.error.RegistryException;
import io.wave.registry.error.RegistryFailure;
import io.wave.registry.error.RelayedStatuses;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** Translates failures of calls into {@link RegistryException}s. Messages never contain text of the registry. */
public final class UpstreamFailures {

    private static final int MAX_ERROR_BODY = 64 * 1024;

    private final Clock clock;
    private final JsonMapper json = DocumentJson.ofDocuments();

    public UpstreamFailures(Clock clock) {
        this.clock = clock;
    }

    /** Reads the body of an error response. The result is empty if the response means "not found", otherwise an error. */
    public <T> Mono<T> emptyIfAbsent(RegistryTarget target, Reply reply) {
        return reply.bytes(MAX_ERROR_BODY)
                .onErrorReturn(new byte[0])
                .defaultIfEmpty(new byte[0])
                .map(body -> ErrorBody.parse(body, json))
                .flatMap(body ->
                        reply.status() == 404 && body.isNotFound() ? Mono.empty() : Mono.error(of(target, reply)));
    }

    /** Discards the body of an error response and fails. */
    public <T> Mono<T> fail(RegistryTarget target, Reply reply) {
        return reply.drain().then(Mono.error(() -> of(target, reply)));
    }

    private RegistryException of(RegistryTarget target, Reply reply) {
        int status = reply.status();
        return switch (status) {
            case 401 -> unauthorized(target);
            case 403 -> failure(OciErrorCode.DENIED, status, target, "access denied by the registry" + whose(target));
            case 416 -> failure(OciErrorCode.RANGE_INVALID, status, target, "requested range not satisfiable");
            case 429 -> rateLimited(target, reply);
            default ->
                RelayedStatuses.code(status)
                        .map(code -> failure(code, status, target, returned(status)))
                        .orElseGet(() -> unavailable(target, reply));
        };
    }

    private RegistryException rateLimited(RegistryTarget target, Reply reply) {
        return RegistryException.ofRateLimit(
                target.toString(), RateLimit.of(reply).map(RateLimit::toString), retryAfter(reply));
    }

    private static String returned(int status) {
        String meaning = HttpResponseStatus.valueOf(status).reasonPhrase();
        return "the registry returned status %d (%s)".formatted(status, meaning);
    }

    private RegistryException unavailable(RegistryTarget target, Reply reply) {
        int status = reply.status();
        return new RegistryException(
                RegistryFailure.ofStatus(status),
                OciErrorCode.UNAVAILABLE,
                status,
                target + ": " + returned(status),
                retryAfter(reply),
                null);
    }

    private @Nullable Duration retryAfter(Reply reply) {
        return reply.header(HttpHeaderNames.RETRY_AFTER)
                .flatMap(text -> RetryAfter.parse(text, clock))
                .orElse(null);
    }

    /** Says whose credentials the registry has refused, or who has none. */
    public static RegistryException unauthorized(RegistryTarget target) {
        String reason = target.credentials()
                .map(found -> found.ofPlatform()
                        ? "%s does not accept the credentials that the user keeps in the Platform"
                        : "invalid credentials configured for %s")
                .orElse(
                        UserLogins.isUser(target.tenant())
                                ? "the user keeps no credentials for %s in the Platform"
                                : "no credentials configured for %s");
        return failure(OciErrorCode.UNAUTHORIZED, 401, target, "access denied: " + reason.formatted(target.registry()));
    }

    private static String whose(RegistryTarget target) {
        return target.credentials()
                .filter(Credentials::ofPlatform)
                .map(_ -> " to the credentials that the user keeps in the Platform")
                .orElse("");
    }

    private static RegistryException failure(OciErrorCode code, int status, RegistryTarget target, String reason) {
        return new RegistryException(code, status, target + ": " + reason);
    }

    /**
     * The failure of a call that got no response. A {@link RegistryException} is returned unchanged.
     *
     * @param called the URI that was called, which may have another host than the registry
     */
    public static RegistryException callFailed(RegistryTarget target, URI called, Throwable cause) {
        if (cause instanceof RegistryException known) {
            return known;
        }
        CallFailure failure = CallFailure.of(called, cause);
        OciErrorCode code =
                failure.failure() == RegistryFailure.FORBIDDEN_ADDRESS ? OciErrorCode.DENIED : OciErrorCode.UNAVAILABLE;
        return new RegistryException(failure.failure(), code, 0, target + ": " + failure.message(), null, cause);
    }

    /** The failure of a call whose response had a success status but an incomplete body. */
    public static RegistryException bodyFailed(RegistryTarget target, Throwable cause) {
        if (cause instanceof RegistryException known) {
            return known;
        }
        CallFailure failure = CallFailure.of(target.endpoint().base(), cause);
        return bodyFailed(target, failure, OciErrorCode.UNAVAILABLE, cause);
    }

    /** The same for a manifest or configuration: one that exceeds a limit is invalid. */
    public static RegistryException documentFailed(RegistryTarget target, Throwable cause) {
        if (cause instanceof RegistryException known) {
            return known;
        }
        CallFailure failure = CallFailure.of(target.endpoint().base(), cause);
        OciErrorCode code = failure.failure() == RegistryFailure.INVALID_ANSWER
                ? OciErrorCode.MANIFEST_INVALID
                : OciErrorCode.UNAVAILABLE;
        return bodyFailed(target, failure, code, cause);
    }

    private static RegistryException bodyFailed(
            RegistryTarget target, CallFailure failure, OciErrorCode code, Throwable cause) {
        return new RegistryException(failure.failure(), code, 200, target + ": " + failure.message(), null, cause);
    }

    /** Whether the connection was closed while the body was read, so that the call can be repeated. */
    public static boolean isBodyFailure(Throwable failure) {
        return failure instanceof RegistryException known
                && known.upstreamStatus() == 200
                && known.getCause() instanceof IOException;
    }
}
