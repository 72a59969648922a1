package io.wave.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EgressPolicyTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.255.0.1",
                "0.0.0.0",
                "10.1.2.3",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.1.1",
                "169.254.169.254",
                "100.100.100.200",
                "168.63.129.16",
                "224.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "::7f00:1",
                "::ffff:10.0.0.1",
                "64:ff9b::7f00:1",
                "2002:7f00:1::",
                "fe80::1",
                "fd00:ec2::254",
                "fc00::1",
                "ff02::1"
            })
    void privateAddressesAreBlocked(String address) throws UnknownHostException {
        assertThat(policy().allows(new Destination("name.test", 443), InetAddress.getByName(address)))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "8.8.8.8",
                "172.15.0.1",
                "172.32.0.1",
                "100.63.0.1",
                "192.167.1.1",
                "2606:4700::1111",
                "64:ff9b::808:808"
            })
    void publicAddressesAreAllowed(String address) throws UnknownHostException {
        assertThat(policy().allows(new Destination("name.test", 443), InetAddress.getByName(address)))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8,name.test,443,10.9.9.9,true",
        "10.0.0.0/8,name.test,443,11.0.0.1,true",
        "10.0.0.0/8,name.test,443,192.168.0.1,false",
        "::1/128,localhost,5000,::1,true",
        "127.0.0.1,localhost,5000,127.0.0.1,true",
        "127.0.0.1,localhost,5000,127.0.0.2,false",
        "registry.internal,Registry.Internal.,5000,10.0.0.1,true",
        "registry.internal:5000,registry.internal,5000,10.0.0.1,true",
        "registry.internal:5000,registry.internal,22,10.0.0.1,false",
        "registry.internal,evil.registry.internal,5000,10.0.0.1,false",
        "127.0.0.1:5000,127.0.0.1,5000,127.0.0.1,true",
        "[::1]:5000,[::1],5000,::1,true"
    })
    void configuredExceptionsAreAllowed(String allowed, String host, int port, String address, boolean expected)
            throws UnknownHostException {
        assertThat(policy(allowed).allows(new Destination(host, port), InetAddress.getByName(address)))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10.0.0.0/33", "a b", "http://x"})
    void invalidExceptionsAreRejected(String allowed) {
        assertThatThrownBy(() -> policy(allowed)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost/x",
                "http://127.0.0.1:8080/x",
                "http://2130706433/x",
                "https://[::1]/x",
                "https://[::ffff:7f00:1]/x"
            })
    void allNotationsOfLocalhostAreBlocked(String url) {
        assertThatThrownBy(() -> policy().require(Destination.of(URI.create(url))))
                .isInstanceOf(ForbiddenAddressException.class);
    }

    @Test
    void configuredServersAreAlwaysAllowed() {
        var own = new Destination("localhost", 5000);
        var policy = new EgressPolicy(new EgressProperties(true, List.of()), List.of(own));
        assertThatCode(() -> policy.require(own)).doesNotThrowAnyException();
        assertThatThrownBy(() -> policy.require(new Destination("localhost", 5001)))
                .isInstanceOf(ForbiddenAddressException.class);
    }

    @Test
    void disabledPolicyAllowsAll() {
        var policy = new EgressPolicy(new EgressProperties(false, List.of()), List.of());
        assertThatCode(() -> policy.require(new Destination("localhost", 1))).doesNotThrowAnyException();
    }

    private static EgressPolicy policy(String... allowed) {
        return new EgressPolicy(new EgressProperties(true, List.of(allowed)), List.of());
    }
}
