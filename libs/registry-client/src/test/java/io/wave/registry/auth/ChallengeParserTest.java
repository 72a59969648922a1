package io.wave.registry.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChallengeParserTest {

    @Test
    void bearerChallengeOfDockerHub() {
        assertThat(parse("Bearer realm=\"https://auth.docker.io/token\",service=\"registry.docker.io\","
                        + "scope=\"repository:library/busybox:pull,push\""))
                .containsExactly(new Challenge(
                        "bearer",
                        Map.of(
                                "realm", "https://auth.docker.io/token",
                                "service", "registry.docker.io",
                                "scope", "repository:library/busybox:pull,push")));
    }

    @Test
    void schemesAndNamesAreCaseInsensitive() {
        assertThat(parse("BEARER Service = token , REALM = \"https://host/token?account=a\""))
                .containsExactly(
                        new Challenge("bearer", Map.of("realm", "https://host/token?account=a", "service", "token")));
    }

    @Test
    void severalChallengesInOneHeader() {
        assertThat(
                        parse(
                                "Negotiate, Bearer realm=\"https://host/token\", error=\"invalid_token\", Basic realm=\"a, b\""))
                .containsExactly(
                        new Challenge("negotiate", Map.of()),
                        new Challenge("bearer", Map.of("realm", "https://host/token", "error", "invalid_token")),
                        new Challenge("basic", Map.of("realm", "a, b")));
    }

    @Test
    void severalHeaders() {
        assertThat(ChallengeParser.parse(List.of("basic realm=\"x\"", "bearer realm=\"https://host/token\"")))
                .extracting(Challenge::scheme)
                .containsExactly("basic", "bearer");
    }

    @Test
    void escapesInQuotedValues() {
        assertThat(parse("Basic realm=\"say \\\"hello\\\"\""))
                .containsExactly(new Challenge("basic", Map.of("realm", "say \"hello\"")));
    }

    @Test
    void token68InsteadOfParameters() {
        assertThat(parse("Negotiate YWJjZA==, Basic realm=\"x\""))
                .contains(new Challenge("negotiate", Map.of()), new Challenge("basic", Map.of("realm", "x")));
    }

    @Test
    void uriWithoutQuotes() {
        assertThat(parse("Bearer realm=https://host/token,service=registry"))
                .containsExactly(new Challenge("bearer", Map.of("realm", "https://host/token", "service", "registry")));
    }

    @Test
    void malformedRestOfTheHeaderIsIgnored() {
        assertThat(parse("")).isEmpty();
        assertThat(parse("=")).isEmpty();
        assertThat(parse("Basic realm=\"x\", @")).containsExactly(new Challenge("basic", Map.of("realm", "x")));
        assertThat(parse("Bearer realm=\"never closed")).hasSize(1);
    }

    private static List<Challenge> parse(String header) {
        return ChallengeParser.parse(List.of(header));
    }
}
