package io.wave.proxy.connection;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.wave.oci.OciErrorCode;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.springframework.util.unit.DataSize;

/**
 * The errors of requests whose URL or headers exceed a limit. The body is an error of the API and of the registry API in one, since the
 * path of such a request is not known.
 *
 * @param maxUrl how long the first line may be
 * @param maxHeaders how long all headers may be
 */
record HeadRefusals(DataSize maxUrl, DataSize maxHeaders) {

    private static final int MAX_TOKEN = 16_384;

    /**
     * An error.
     *
     * @param status status of the response
     * @param reason what is wrong, for users
     */
    record Refusal(HttpResponseStatus status, String reason) {

        /** The response, after which the connection is closed. */
        FullHttpResponse response() {
            byte[] body = "{\"message\":\"%s\",\"errors\":[{\"code\":\"%s\",\"message\":\"%s\"}]}"
                    .formatted(reason, OciErrorCode.UNSUPPORTED, reason)
                    .getBytes(StandardCharsets.UTF_8);
            FullHttpResponse response =
                    new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, Unpooled.wrappedBuffer(body));
            response.headers()
                    .set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.APPLICATION_JSON)
                    .set(HttpHeaderNames.CONTENT_LENGTH, body.length)
                    .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
            return response;
        }
    }

    /** The error of a request, if it exceeds a limit. */
    Optional<Refusal> of(HttpRequest request) {
        return switch (request.decoderResult().cause()) {
            case TooLongHttpLineException _ -> Optional.of(tooLongUrl());
            case TooLongHttpHeaderException _ -> Optional.of(tooLarge());
            case null, default ->
                request.headers().size() > HeaderLimitHandler.MAX_LINES
                        ? Optional.of(tooManyLines())
                        : Optional.empty();
        };
    }

    /** The request has too many header lines. */
    Refusal tooManyLines() {
        return new Refusal(
                HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
                "headers: must not have more than %d lines: send fewer headers"
                        .formatted(HeaderLimitHandler.MAX_LINES));
    }

    private Refusal tooLarge() {
        return new Refusal(
                HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
                ("headers: must not have more than %d KB in total: an API token of at most %d characters can be sent as"
                                + " towerAccessToken in the body instead, a longer one must be made shorter")
                        .formatted(maxHeaders.toKilobytes(), MAX_TOKEN));
    }

    private Refusal tooLongUrl() {
        return new Refusal(
                HttpResponseStatus.REQUEST_URI_TOO_LONG,
                "URL: must not be longer than %d KB: use a shorter name, or fewer parameters"
                        .formatted(maxUrl.toKilobytes()));
    }
}
