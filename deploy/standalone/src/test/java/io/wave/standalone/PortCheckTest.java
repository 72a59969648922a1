package io.wave.standalone;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wave.config.InvalidConfigurationException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class PortCheckTest {

    private static final String LOOPBACK = "127.0.0.1";

    @Test
    void portThatIsTakenIsReportedWithItsProcessAndRemedy() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> check(LOOPBACK, taken.getLocalPort()))
                    .hasMessage("wave.server.port: port %d of 127.0.0.1 is in use by process %d (java)"
                            .formatted(
                                    taken.getLocalPort(),
                                    ProcessHandle.current().pid()))
                    .asInstanceOf(InstanceOfAssertFactories.type(InvalidConfigurationException.class))
                    .returns("Stop that process, or choose another port.", InvalidConfigurationException::action);
        }
    }

    @Test
    void portThatIsTakenOnOneInterfaceIsTakenOnAll() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> check("0.0.0.0", taken.getLocalPort())).hasMessageContaining("is in use");
        }
    }

    @Test
    void addressThatIsNotOfThisMachineIsReported() {
        assertThatThrownBy(() -> check("192.0.2.1", 9090))
                .hasMessageStartingWith("wave.server.port: cannot listen on port 9090 of 192.0.2.1: ");
    }

    @Test
    void freePortIsAccepted() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        assertThatCode(() -> check(LOOPBACK, port)).doesNotThrowAnyException();
    }

    private static void check(String address, int port) {
        PortCheck.require("wave.server.port", address, port, "choose another port.");
    }
}
