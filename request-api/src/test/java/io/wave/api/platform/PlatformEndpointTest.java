package io.wave.api.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlatformEndpointTest {

    @ParameterizedTest
    @CsvSource({
        "https://api.cloud.seqera.io, https://api.cloud.seqera.io",
        "https://api.cloud.seqera.io/, https://api.cloud.seqera.io",
        "HTTPS://API.Cloud.Seqera.io:443//, https://api.cloud.seqera.io",
        "https://api.tower.nf, https://api.cloud.seqera.io",
        "HTTPS://API.Tower.nf:443/, https://api.cloud.seqera.io",
        "https://api.tower.nf.evil.test, https://api.tower.nf.evil.test",
        "http://platform.test:80/api/, http://platform.test/api",
        "http://platform.test:8080/api, http://platform.test:8080/api",
        "' https://platform.test/API ', https://platform.test/API",
        "'', https://api.cloud.seqera.io"
    })
    void endpointHasOneSpelling(String sent, String base) {
        assertThat(PlatformEndpoint.parse(sent).base()).isEqualTo(base);
    }

    @Test
    void schemeIsNoPartOfTheLocation() {
        assertThat(PlatformEndpoint.parse("http://platform.test/api").location())
                .isEqualTo(PlatformEndpoint.parse("https://platform.test/api/").location());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "platform.test",
                "ftp://platform.test",
                "https://",
                "https:///api",
                "https://user@platform.test",
                "https://platform.test?x=1",
                "https://platform.test#x",
                "https://platform.test:99999",
                "https://platform test",
                "javascript:alert(1)"
            })
    void whatIsNoUrlOfAnApiIsRejected(String sent) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PlatformEndpoint.parse(sent))
                .withMessageContaining("is not the URL of a Platform API");
    }

    @Test
    void tooLongTextIsNotRepeated() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PlatformEndpoint.parse("https://x.test/" + "x".repeat(2000)))
                .withMessage("is no URL of a Platform API: it has more than 2000 characters");
    }

    @Test
    void onlyNamedPlatformsThatAreNotDeniedAreAllowed() {
        PlatformEndpoint platform = PlatformEndpoint.parse("http://platform.test/api");
        PlatformEndpoint named = PlatformEndpoint.parse("https://platform.test/api/");
        assertThat(properties(List.of("https://platform.test/api/"), List.of()).find(platform))
                .as("with the scheme of the operator")
                .hasValue(named);
        assertThat(properties(List.of("https://other.test/api"), List.of()).find(platform))
                .isEmpty();
        assertThat(properties(List.of("*"), List.of()).find(platform)).hasValue(platform);
        assertThat(properties(List.of("*"), List.of("PLATFORM")).find(platform)).isEmpty();
        assertThat(properties(List.of(), List.of()).find(platform)).isEmpty();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> properties(List.of("platform.test"), List.of()))
                .withMessageStartingWith("wave.platform.endpoints: 'platform.test'");
    }

    @Test
    void anyPlatformIsNotCalledByHttp() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> properties(List.of("*"), List.of(), PlatformProperties.Connector.HTTP))
                .withMessageStartingWith("wave.platform.endpoints: must not be '*'");
    }

    private static PlatformProperties properties(List<String> endpoints, List<String> denied) {
        return properties(endpoints, denied, PlatformProperties.Connector.SOCKET);
    }

    private static PlatformProperties properties(
            List<String> endpoints, List<String> denied, PlatformProperties.Connector connector) {
        return new PlatformProperties(
                endpoints,
                denied,
                List.of(),
                connector,
                Duration.ofSeconds(5),
                Duration.ofHours(1),
                Duration.ofDays(1),
                Duration.ofSeconds(30),
                10);
    }
}
