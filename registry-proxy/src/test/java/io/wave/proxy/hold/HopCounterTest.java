package io.wave.proxy.hold;

import static org.assertj.core.api.Assertions.assertThat;

import io.wave.security.RootKey;
import io.wave.token.ContainerToken;
import java.net.URI;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HopCounterTest {

    private static final ContainerToken TOKEN = new ContainerToken("0123456789ab");
    private static final URI MANIFEST = URI.create("http://wave.test/v2/wt/0123456789ab/app/manifests/latest");

    private final HopCounter counter = counter((byte) 1);

    @Test
    void pullStartsWithFirstHop() {
        assertThat(counter.read(TOKEN, MANIFEST)).isEqualTo(1);
        assertThat(counter.read(TOKEN, URI.create(MANIFEST + "?ns=docker.io"))).isEqualTo(1);
    }

    @Test
    void counterOfOtherReplicaIsAccepted() {
        URI location = counter.location(TOKEN, MANIFEST, 7);
        assertThat(counter((byte) 1).read(TOKEN, location)).isEqualTo(7);
    }

    @Test
    void locationIsRelativeAndKeepsOtherParameters() {
        URI first = counter.location(TOKEN, URI.create(MANIFEST + "?ns=docker.io&x=a%20b"), 2);
        assertThat(first.toString()).startsWith("/v2/wt/0123456789ab/app/manifests/latest?ns=docker.io&x=a%20b&hop=2.");
        URI second = counter.location(TOKEN, first, 3);
        assertThat(second.getRawQuery())
                .startsWith("ns=docker.io&x=a%20b&hop=3.")
                .doesNotContain("hop=2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"hop=", "hop=1", "hop=1.", "hop=2.AAAA", "hop=x.y", "hop=-1.AAAA", "hop=123.AAAA"})
    void invalidCounterIsLastHop(String query) {
        assertThat(counter.read(TOKEN, URI.create(MANIFEST + "?" + query))).isEqualTo(10);
    }

    @Test
    void counterOfOtherTokenIsLastHop() {
        URI location = counter.location(TOKEN, MANIFEST, 2);
        assertThat(counter.read(new ContainerToken("ba9876543210"), location)).isEqualTo(10);
    }

    @Test
    void counterWithOtherKeyIsLastHop() {
        assertThat(counter((byte) 2).read(TOKEN, counter.location(TOKEN, MANIFEST, 2)))
                .isEqualTo(10);
    }

    @Test
    void twoCountersAreLastHop() {
        URI location = counter.location(TOKEN, MANIFEST, 2);
        assertThat(counter.read(TOKEN, URI.create(location + "&" + location.getRawQuery())))
                .isEqualTo(10);
    }

    private static HopCounter counter(byte fill) {
        byte[] key = new byte[32];
        Arrays.fill(key, fill);
        return new HopCounter(RootKey.parse(Base64.getEncoder().encodeToString(key)));
    }
}
