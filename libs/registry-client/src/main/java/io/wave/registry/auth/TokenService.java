package io.wave.registry.auth;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.wave.oci.OciErrorCode;
import io.wave.registry.access.RegistryTarget;
import io.wave.registry.document.DocumentJson;
import io.wave.registry.error.RegistryException;
import io.wave.registry.http.Outgoing;
import io.wave.registry.http.Reply;
import io.wave.registry.http.Transport;
import io.wave.registry.http.UpstreamFailures;
import java.time.Duration;
import java.util.Optional;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Asks a token service: by GET, as the Docker token authentication specification has it, or by POST where GET is not
 * there or an identity token is to be shown.
 */
public final class TokenService {

    private static final int ANSWER_AT_MOST = 64 * 1024;
    private static final int TOKEN_AT_MOST = 16 * 1024;
    private static final long DEFAULT_SECONDS = 60;
    private static final long LONGEST_SECONDS = Duration.ofHours(1).toSeconds();

    private final Transport transport;
    private final UpstreamFailures failures;
    private final JsonMapper json = DocumentJson.ofDocuments();

    public TokenService(Transport transport, UpstreamFailures failures) {
        this.transport = transport;
        this.failures = failures;
    }

    Mono<BearerToken> fetch(RegistryTarget target, TokenRequest request) {
        Mono<Reply> reply = request.hasIdentityToken()
                ? post(request)
                : get(request)
                        .flatMap(first ->
                                isUnsupported(first, request) ? first.drain().then(post(request)) : Mono.just(first));
        return reply.flatMap(answer -> answer.isSuccess() ? read(target, answer) : failures.fail(target, answer))
                .onErrorMap(failure -> UpstreamFailures.broken(target, request.realm(), failure));
    }

    private static boolean isUnsupported(Reply reply, TokenRequest request) {
        return request.credentials().isPresent() && (reply.status() == 404 || reply.status() == 405);
    }

    private Mono<Reply> get(TokenRequest request) {
        HttpHeaders headers = new DefaultHttpHeaders();
        request.credentials()
                .ifPresent(shown -> headers.set(HttpHeaderNames.AUTHORIZATION, "Basic " + shown.encoded()));
        return transport.send(request.query(), Outgoing.of(HttpMethod.GET, headers));
    }

    private Mono<Reply> post(TokenRequest request) {
        HttpHeaders headers = new DefaultHttpHeaders()
                .set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.APPLICATION_X_WWW_FORM_URLENCODED);
        return transport.post(
                request.realm(), headers, request.form(request.credentials().orElseThrow()));
    }

    private Mono<BearerToken> read(RegistryTarget target, Reply answer) {
        return answer.bytes(ANSWER_AT_MOST).map(body -> parse(body).orElseThrow(() -> unreadable(target)));
    }

    private Optional<BearerToken> parse(byte[] body) {
        try {
            JsonNode answer = json.readTree(body);
            String token = answer.path("token").stringValue("");
            String value = token.isEmpty() ? answer.path("access_token").stringValue("") : token;
            long seconds = answer.path("expires_in").asLong(DEFAULT_SECONDS);
            Duration validFor = Duration.ofSeconds(Math.clamp(seconds, 1, LONGEST_SECONDS));
            return value.isEmpty() || value.length() > TOKEN_AT_MOST
                    ? Optional.empty()
                    : Optional.of(new BearerToken(value, validFor));
        } catch (JacksonException unreadable) {
            return Optional.empty();
        }
    }

    private static RegistryException unreadable(RegistryTarget target) {
        return new RegistryException(
                OciErrorCode.UNAVAILABLE, 0, target + ": the registry's token service gave no token of up to 16 KiB");
    }
}
