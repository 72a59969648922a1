package io.wave.api.platform.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.wave.api.platform.PlatformEndpoint;
import io.wave.api.platform.pairing.PairingMessage;
import io.wave.api.web.problem.ApiException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PublishedKeysTest {

    private static final String BELOW_API = "https://platform.test/api/.well-known/jwks.json";
    private static final String BELOW_HOST = "https://platform.test/.well-known/jwks.json";
    private static final String KEYS = TestKey.generate("1").published().toString();

    private final List<String> asked = new ArrayList<>();

    private PublishedKeys keys(String endpoint, Map<String, String> documents) {
        return new PublishedKeys(PlatformEndpoint.parse(endpoint), uri -> {
            asked.add(uri);
            String document = documents.get(uri);
            return new PairingMessage.Reply("1", document == null ? 404 : 200, document, null);
        });
    }

    @Test
    void keysBelowTheApiOrTheHost() throws IOException {
        assertThat(keys("https://platform.test/api", Map.of(BELOW_API, KEYS))
                        .keys()
                        .size())
                .isEqualTo(1);
        assertThat(asked).containsExactly(BELOW_API);
        assertThat(keys("https://platform.test/api", Map.of(BELOW_API, "<html>", BELOW_HOST, KEYS))
                        .keys()
                        .size())
                .isEqualTo(1);
        asked.clear();
        assertThat(keys("https://platform.test", Map.of(BELOW_HOST, KEYS))
                        .keys()
                        .size())
                .isEqualTo(1);
        assertThat(asked).containsExactly(BELOW_HOST);
    }

    @ParameterizedTest
    @CsvSource({"<html>", "''", "null", "[]", "{}", "'{\"keys\":7}'", "'{\"keys\":[{\"kty\":\"RSA\"}]}'"})
    void thereAreNoneInAnythingElse(String document) throws IOException {
        assertThat(keys("https://platform.test/api", Map.of(BELOW_API, document))
                        .keys()
                        .isEmpty())
                .isTrue();
    }

    @Test
    void tooManyKeysAreNotRead() throws IOException {
        String large = KEYS + " ".repeat(1024 * 1024);
        assertThat(keys("https://platform.test", Map.of(BELOW_HOST, large))
                        .keys()
                        .isEmpty())
                .isTrue();
    }

    @Test
    void unavailablePlatformIsNoAnswer() {
        PublishedKeys keys = new PublishedKeys(PlatformEndpoint.parse("https://platform.test"), _ -> {
            throw ApiException.tooSlow("slow");
        });
        assertThatExceptionOfType(IOException.class).isThrownBy(keys::keys).withMessage("slow");
    }
}
