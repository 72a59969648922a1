package io.wave.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;

/** A service in its own process. */
public final class ServiceProcess implements AutoCloseable {

    private static final Duration READY_LIMIT = Duration.ofMinutes(10);
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final ServerProcess process;
    private final Service service;
    private final int port;

    private ServiceProcess(ServerProcess process, Service service, int port) {
        this.process = process;
        this.service = service;
        this.port = port;
    }

    /**
     * Starts the service without waiting for it.
     *
     * @param checkout where the service was built
     * @param name name in files and messages
     * @param port its port
     * @param jvmFlags flags of the JVM
     * @param properties Spring properties; they go into a file, so that no secret is on the command line
     * @param environment variables in addition to those of this JVM
     */
    static ServiceProcess launch(
            Path checkout,
            String name,
            Service service,
            int port,
            Path folder,
            List<String> jvmFlags,
            Map<String, String> properties,
            Map<String, String> environment) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("--enable-native-access=ALL-UNNAMED");
        command.addAll(jvmFlags);
        command.addAll(List.of(
                "-jar", Checkout.extractedJar(checkout, service.module()).toString()));
        command.add("--server.port=" + port);
        command.add("--spring.config.additional-location=file:" + write(properties, folder, name));
        return new ServiceProcess(ServerProcess.start(name, folder, command, environment), service, port);
    }

    /** Waits until its health is UP. */
    public ServiceProcess awaitReady() {
        process.awaitReady(READY_LIMIT, this::isHealthy);
        return this;
    }

    /** Its address. */
    public URI address() {
        return URI.create("http://127.0.0.1:" + port);
    }

    public int port() {
        return port;
    }

    /** The process. */
    public ServerProcess process() {
        return process;
    }

    /** Its peak resident memory. */
    public String peakMemory() {
        try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(process.pid()), "status"))) {
            return lines.filter(line -> line.startsWith("VmHWM:"))
                    .map(line -> line.substring("VmHWM:".length()).strip())
                    .findFirst()
                    .orElse("unknown");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** How many files and sockets it has open. */
    public int openFiles() {
        try (Stream<Path> files = Files.list(Path.of("/proc", Long.toString(process.pid()), "fd"))) {
            return (int) files.count();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void close() {
        process.close();
    }

    private boolean isHealthy() {
        HttpRequest request = HttpRequest.newBuilder(address().resolve(service.healthPath()))
                .timeout(Duration.ofSeconds(5))
                .build();
        try {
            return HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static Path write(Map<String, String> properties, Path folder, String name) {
        Properties file = new Properties();
        file.putAll(properties);
        try {
            Files.createDirectories(folder);
            Path path = folder.resolve(name + ".properties");
            try (Writer writer = Files.newBufferedWriter(path)) {
                file.store(writer, null);
            }
            return path;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
