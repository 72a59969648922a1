package io.wave.security;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.wave.security.MessageSeal.Header;
import io.wave.security.MessageSeal.Message;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MessageSealTest {

    private static final MessageSeal SEAL = seal(1);
    private static final Message MESSAGE = message("topic", "key", "type", "body");

    @Test
    void validSealMatches() {
        assertThat(SEAL.matches(MESSAGE, SEAL.sign(MESSAGE))).isTrue();
    }

    @Test
    void orderOfHeadersDoesNotMatter() {
        Message other = new Message("topic", "key", MESSAGE.headers().reversed(), "body");
        assertThat(SEAL.matches(other, SEAL.sign(MESSAGE))).isTrue();
    }

    @Test
    void otherHeadersAreNotSigned() {
        Message traced = with(MESSAGE, new Header("traceparent", "00-1".getBytes(UTF_8)));
        assertThat(SEAL.matches(traced, SEAL.sign(MESSAGE))).isTrue();
    }

    @ParameterizedTest
    @MethodSource("others")
    void sealOfAnotherMessageDoesNotMatch(Message other) {
        assertThat(SEAL.matches(other, SEAL.sign(MESSAGE))).isFalse();
    }

    static List<Message> others() {
        return List.of(
                message("topic.dead", "key", "type", "body"),
                message("topic", "other", "type", "body"),
                message("topic", "key", "other", "body"),
                message("topic", "key", "type", "other"),
                message("topick", "ey", "type", "body"),
                new Message("topic", null, MESSAGE.headers(), "body"),
                new Message("topic", "key", MESSAGE.headers(), null),
                new Message("topic", "key", List.of(), "body"),
                with(MESSAGE, new Header("ce_type", "type".getBytes(UTF_8))));
    }

    @Test
    void sealOfAnotherInstallationDoesNotMatch() {
        assertThat(SEAL.matches(MESSAGE, seal(2).sign(MESSAGE))).isFalse();
        assertThat(SEAL.matches(MESSAGE, new byte[0])).isFalse();
    }

    @Test
    void keyIsNotPrinted() {
        assertThat(SEAL).hasToString("***");
    }

    private static MessageSeal seal(int fill) {
        byte[] key = new byte[32];
        key[0] = (byte) fill;
        return MessageSeal.of(RootKey.parse(Base64.getEncoder().encodeToString(key)));
    }

    private static Message message(String topic, String key, String type, String body) {
        List<Header> headers =
                List.of(new Header("ce_type", type.getBytes(UTF_8)), new Header("ce_id", "1".getBytes(UTF_8)));
        return new Message(topic, key, headers, body);
    }

    private static Message with(Message message, Header header) {
        List<Header> headers = new ArrayList<>(message.headers());
        headers.add(header);
        return new Message(message.topic(), message.key(), headers, message.body());
    }
}
