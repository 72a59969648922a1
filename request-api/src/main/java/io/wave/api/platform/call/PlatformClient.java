package io.wave.api.platform.call;

import io.wave.api.platform.PlatformEndpoint;
import io.wave.api.platform.pairing.PairingMessage;
import io.wave.api.security.caller.Secret;
import io.wave.api.web.problem.ApiException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Calls the API of Platforms. A login that a Platform does not accept any more is refreshed, if that is possible. Every failure is an
 * error response in words.
 */
public final class PlatformClient {

    private static final Logger LOG = LoggerFactory.getLogger(PlatformClient.class);
    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(50)
                            .maxTokenCount(5_000_000)
                            .maxNameLength(1000)
                            .build())
                    .build())
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final PlatformSender sender;
    private final LoginTokens tokens;

    PlatformClient(PlatformSender sender, LoginTokens tokens) {
        this.sender = sender;
        this.tokens = tokens;
    }

    /**
     * Gets a document.
     *
     * @param path path and query, from the endpoint
     * @param forbidden what a 403 means, for users
     * @throws ApiException 401 or 403 if the Platform says so; 408 if it does not answer in time; 502 if it answers with anything
     *     else than the document; 503 if it is not connected
     */
    public <T> T get(PlatformLogin login, String path, Class<T> type, String forbidden) {
        return find(login, path, type, forbidden)
                .orElseThrow(() -> problem(
                        login.endpoint(),
                        "does not have %s: check that towerEndpoint is the URL of its API, which often ends with /api"
                                .formatted(plain(path))));
    }

    /**
     * Gets a document that may be absent: empty if the Platform answers with 404.
     *
     * @throws ApiException as of {@link #get}
     */
    public <T> Optional<T> find(PlatformLogin login, String path, Class<T> type, String forbidden) {
        PlatformEndpoint endpoint = login.endpoint();
        PairingMessage.Reply reply = call(login, path);
        return switch (reply.code()) {
            case 200 -> Optional.of(parse(endpoint, path, reply.text(), type));
            case 404 -> Optional.empty();
            case 401 ->
                throw ApiException.tokenInvalid(
                        "towerAccessToken: the Platform %s does not accept this token: it is wrong, expired or revoked, or of another Platform; check it and towerEndpoint"
                                .formatted(endpoint));
            case 403 -> throw ApiException.forbidden("%s (Platform %s)".formatted(forbidden, endpoint));
            case 301, 302, 303, 307, 308 ->
                throw problem(endpoint, "redirects to another address: set towerEndpoint to the URL of its API");
            default -> throw unexpected(endpoint, "answers %s".formatted(plain(path)), reply.code());
        };
    }

    private <T> T parse(PlatformEndpoint endpoint, String path, String text, Class<T> type) {
        @Nullable T document = null;
        try {
            document = JSON.readValue(text, type);
        } catch (JacksonException malformed) {
            LOG.atDebug().addKeyValue("endpoint", endpoint).log("A Platform answered something other than JSON");
        }
        if (document == null) {
            throw problem(endpoint, "answers %s with something other than the expected JSON".formatted(plain(path)));
        }
        return document;
    }

    private static ApiException problem(PlatformEndpoint endpoint, String what) {
        return ApiException.upstream(502, "towerEndpoint: the Platform %s %s".formatted(endpoint, what), null, null);
    }

    /**
     * The error for a status that Platforms do not answer with while they work.
     *
     * @param what what the Platform does
     */
    public static ApiException unexpected(PlatformEndpoint endpoint, String what, int status) {
        return ApiException.upstream(
                502,
                "towerEndpoint: the Platform %s %s with status %d".formatted(endpoint, what, status),
                null,
                Outages.ServerErrorException.is(status) ? new Outages.ServerErrorException(status) : null);
    }

    private static String plain(String path) {
        int query = path.indexOf('?');
        return query < 0 ? path : path.substring(0, query);
    }

    /** A login that the Platform does not accept is refreshed, and the call repeated once. */
    private PairingMessage.Reply call(PlatformLogin login, String path) {
        Optional<Secret> replacement = tokens.replacement(login);
        Secret token = replacement.orElse(login.token());
        PairingMessage.Reply reply = sender.get(login.endpoint(), path, token);
        if (reply.code() == 401) {
            replacement = tokens.refresh(login, token);
            if (replacement.isPresent()) {
                reply = sender.get(login.endpoint(), path, replacement.get());
            }
        }
        if (reply.code() == 200 && replacement.isPresent()) {
            tokens.used(login);
        }
        return reply;
    }
}
