package io.wave.proxy.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import io.wave.proxy.address.ClientAddresses;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.util.unit.DataSize;

class ConnectionLimiterTest {

    private static final Duration TIME = Duration.ofSeconds(1);

    private final AnnotationConfigApplicationContext context =
            new AnnotationConfigApplicationContext("io.wave.proxy.address");
    private final ConnectionLimiter limiter = new ConnectionLimiter(
            10,
            context.getBean(ClientAddresses.class),
            new ConnectionProperties(10, 4, 1, TIME, TIME, TIME, TIME),
            new HeadRefusals(DataSize.ofKilobytes(8), DataSize.ofKilobytes(8)));

    @AfterEach
    void close() {
        context.close();
    }

    @Test
    void connectionsPerAddressAreLimited() {
        List<EmbeddedChannel> hostile = connect("192.0.2.1", 100);
        assertThat(hostile).filteredOn(EmbeddedChannel::isOpen).hasSize(4);
        assertThat(limiter.rejected()).isEqualTo(96);
        assertThat(connect("192.0.2.2", 1)).allMatch(EmbeddedChannel::isOpen);
    }

    @Test
    void totalConnectionsAreLimited() {
        // Given
        List<EmbeddedChannel> all = IntStream.range(0, 30)
                .mapToObj(i -> connect("192.0.2." + i, 1).getFirst())
                .toList();
        assertThat(all).filteredOn(EmbeddedChannel::isOpen).hasSize(10);
        assertThat(limiter.open()).isEqualTo(10);
        // When
        var _ = all.getFirst().close();
        // Then
        assertThat(limiter.open()).isEqualTo(9);
        assertThat(connect("192.0.2.99", 1)).allMatch(EmbeddedChannel::isOpen);
    }

    private List<EmbeddedChannel> connect(String address, int count) {
        return IntStream.range(0, count).mapToObj(_ -> accepted(address)).toList();
    }

    private EmbeddedChannel accepted(String address) {
        EmbeddedChannel channel = new EmbeddedChannel() {
            @Override
            protected SocketAddress remoteAddress0() {
                return new InetSocketAddress(InetAddress.ofLiteral(address), 1);
            }
        };
        limiter.accept(channel);
        return channel;
    }
}
