package io.wave.standalone;

import io.wave.config.InvalidConfigurationException;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Optional;

/** Checks ports before anything is started that would have to be stopped again. */
final class PortCheck {

    private PortCheck() {}

    /**
     * Requires that this process can listen on a port.
     *
     * @param subject what needs the port, which begins the message
     * @param remedy what can be done besides ending the process that has the port
     * @throws InvalidConfigurationException if it cannot
     */
    static void require(String subject, String address, int port, String remedy) {
        try (ServerSocket _ = new ServerSocket(port, 1, InetAddress.getByName(address))) {
            // It can.
        } catch (BindException taken) {
            throw cannotListen(subject, address, port, remedy, taken);
        } catch (IOException unknown) {
            // Whoever listens there reports it.
        }
    }

    private static InvalidConfigurationException cannotListen(
            String subject, String address, int port, String remedy, BindException taken) {
        Optional<ProcessHandle> holder = PortHolder.of(port);
        String reason = holder.map(process -> "port %d of %s is in use by %s".formatted(port, address, name(process)))
                .orElseGet(() -> "cannot listen on port %d of %s: %s".formatted(port, address, taken.getMessage()));
        String stop = holder.isPresent() ? "Stop that process, or " : "Stop the process that has the port, or ";
        return new InvalidConfigurationException(subject + ": " + reason, stop + remedy);
    }

    /** Without its arguments, which may be secret. */
    private static String name(ProcessHandle process) {
        String program = process.info()
                .command()
                .map(command -> " (%s)".formatted(Path.of(command).getFileName()))
                .orElse("");
        return "process " + process.pid() + program;
    }
}
