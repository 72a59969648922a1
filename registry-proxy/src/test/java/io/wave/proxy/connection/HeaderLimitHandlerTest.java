package io.wave.proxy.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;

class HeaderLimitHandlerTest {

    private static final String HEAD = "GET / HTTP/1.1\r\n";
    private static final String REQUEST = HEAD + "Host: x\r\n\r\n";

    private final HeaderLimitHandler limit =
            new HeaderLimitHandler(new HeadRefusals(DataSize.ofKilobytes(4), DataSize.ofKilobytes(8)));
    private final EmbeddedChannel channel = new EmbeddedChannel(limit.beforeCodec(), new HttpServerCodec(), limit);

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 400, 10_000})
    void tooManyHeadersAreRejectedWhileTheyArrive(int bytesAtOnce) {
        send(HEAD + "a:\r\n".repeat(1_900), bytesAtOnce);
        assertThat(requests()).isZero();
        assertThat(channel.isOpen()).isFalse();
        assertThat(answer())
                .startsWith("HTTP/1.1 431")
                .contains("{\"message\":\"headers: must not have more than 128 lines: send");
    }

    @ParameterizedTest
    @ValueSource(ints = {7, 64, 10_000})
    void limitOfHeaderLinesIsExact(int bytesAtOnce) {
        send(HEAD + "a: b\r\n".repeat(128) + "\r\n", bytesAtOnce);
        assertThat(requests()).isEqualTo(1);
        assertThat(channel.isOpen()).isTrue();
        channel.writeOutbound(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.NO_CONTENT));
        channel.releaseOutbound();
        send(HEAD + "a: b\r\n".repeat(129) + "\r\n", bytesAtOnce);
        assertThat(requests()).isEqualTo(1);
        assertThat(channel.isOpen()).isFalse();
        assertThat(answer()).startsWith("HTTP/1.1 431").contains("128 lines");
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 100_000})
    void tooLongUrlIsRejectedWithTheLimit(int bytesAtOnce) {
        send("GET /" + "a".repeat(9_000) + " HTTP/1.1\r\nHost: x\r\n\r\n", bytesAtOnce);
        assertThat(requests()).isZero();
        assertThat(channel.isOpen()).isFalse();
        assertThat(answer())
                .startsWith("HTTP/1.1 414")
                .contains(
                        "{\"message\":\"URL: must not be longer than 4 KB",
                        "\"errors\":[{\"code\":\"UNSUPPORTED\",\"message\"");
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 10_000, 100_000})
    void tooLargeHeadersAreRejectedWithTheLimit(int bytesAtOnce) {
        send(HEAD + "Authorization: Bearer " + "a".repeat(50_000) + "\r\n\r\n", bytesAtOnce);
        assertThat(requests()).isZero();
        assertThat(channel.isOpen()).isFalse();
        assertThat(answer())
                .startsWith("HTTP/1.1 431")
                .contains(
                        "{\"message\":\"headers: must not have more than 8 KB in total: an API token of at most 16384");
    }

    @Test
    void tooManyHeadersBehindBodyAreRejected() {
        send("POST / HTTP/1.1\r\nContent-Length: 1\r\n\r\nx" + HEAD + "a:\r\n".repeat(1_900), 10_000);
        assertThat(requests()).isEqualTo(1);
        assertThat(channel.isOpen()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 400, 10_000})
    void usualNumberOfHeadersIsAccepted(int bytesAtOnce) {
        send(HEAD + "a: b\r\n".repeat(100) + "\r\n" + REQUEST, bytesAtOnce);
        assertThat(requests()).isEqualTo(2);
        assertThat(channel.isOpen()).isTrue();
    }

    @Test
    void manyPipelinedRequestsAreAccepted() {
        send(REQUEST.repeat(500), 100_000);
        assertThat(requests()).as("requests ahead of their responses").isBetween(1L, 128L);
        for (int i = 0; i < 500; i++) {
            channel.writeOutbound(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.NO_CONTENT));
        }
        assertThat(requests()).isEqualTo(500);
        assertThat(channel.isOpen()).isTrue();
    }

    @Test
    void linesOfBodyAreNotLimited() {
        send("POST / HTTP/1.1\r\nContent-Length: 5000\r\n\r\n" + "\n".repeat(5_000) + REQUEST, 1_000);
        assertThat(requests()).isEqualTo(2);
        assertThat(channel.isOpen()).isTrue();
    }

    /** All that was written. */
    private String answer() {
        StringBuilder text = new StringBuilder();
        for (ByteBuf part = channel.readOutbound(); part != null; part = channel.readOutbound()) {
            text.append(part.toString(StandardCharsets.US_ASCII));
            part.release();
        }
        return text.toString();
    }

    private void send(String text, int bytesAtOnce) {
        for (int from = 0; from < text.length() && channel.isOpen(); from += bytesAtOnce) {
            String part = text.substring(from, Math.min(text.length(), from + bytesAtOnce));
            channel.writeInbound(Unpooled.copiedBuffer(part, StandardCharsets.US_ASCII));
        }
    }

    /** The complete requests: the codec reports an incomplete one when the connection is closed. */
    private long requests() {
        return channel.inboundMessages().stream()
                .filter(message -> message instanceof HttpRequest request
                        && request.decoderResult().isSuccess())
                .count();
    }
}
