package io.wave.api.platform.pairing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PairingMessageTest {

    @Test
    void messagesHaveTheirTypesAndNoEmptyMembers() {
        assertThat(PairingMessage.Request.get("1", "https://platform.test/user-info", "Bearer x")
                        .json())
                .isEqualTo("{\"@type\":\"proxy-http-request\",\"msgId\":\"1\",\"method\":\"GET\","
                        + "\"uri\":\"https://platform.test/user-info\",\"auth\":\"Bearer x\"}");
        assertThat(new PairingMessage.Heartbeat("2").json())
                .isEqualTo("{\"@type\":\"pairing-heartbeat\",\"msgId\":\"2\"}");
        assertThat(new PairingMessage.Response("3", "id", "key").json())
                .isEqualTo(
                        "{\"@type\":\"pairing-response\",\"msgId\":\"3\",\"pairingId\":\"id\",\"publicKey\":\"key\"}");
    }

    @Test
    void unknownMembersAreIgnored() {
        assertThat(PairingMessage.parse(
                        "{\"@type\":\"proxy-http-response\",\"msgId\":\"1\",\"status\":200,\"new\":[1]}"))
                .isEqualTo(new PairingMessage.Reply("1", 200, null, null));
    }

    @Test
    void headerMayBeOneText() {
        PairingMessage message = PairingMessage.parse(
                "{\"@type\":\"proxy-http-response\",\"msgId\":\"1\",\"headers\":{\"Set-Cookie\":\"JWT=a\",\"x\":null}}");
        assertThat(message)
                .isInstanceOfSatisfying(
                        PairingMessage.Reply.class,
                        reply -> assertThat(reply.header("set-cookie")).containsExactly("JWT=a"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "{\"@type\":\"other\",\"msgId\":\"1\"}",
                "{\"@type\":\"pairing-heartbeat\"}",
                "<html>"
            })
    void whatIsNoMessageIsRejected(String text) {
        assertThatException().isThrownBy(() -> PairingMessage.parse(text));
    }

    @Test
    void requestsDoNotShowTheirToken() {
        assertThat(PairingMessage.Request.get("1", "https://platform.test/user-info", "Bearer secret")
                        .toString())
                .doesNotContain("secret");
    }
}
