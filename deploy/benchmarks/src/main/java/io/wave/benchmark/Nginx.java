package io.wave.benchmark;

import io.wave.cluster.Command;
import io.wave.cluster.ServerProcess;
import io.wave.local.server.FreePort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A web server with two files: what this machine can serve at best. */
final class Nginx implements AutoCloseable {

    private static final Duration READY_LIMIT = Duration.ofSeconds(10);

    private final ServerProcess process;
    private final int port;

    private Nginx(ServerProcess process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Starts it with these bytes as {@code /manifest} and {@code /blob}. */
    static Nginx start(Path folder, byte[] manifest, byte[] blob) throws IOException {
        Path nginx = Command.find("nginx")
                .orElseThrow(() -> new IllegalStateException("nginx is not installed: 'apt-get install nginx-light'"));
        Path files = Files.createDirectories(folder.resolve("files"));
        Files.write(files.resolve("manifest"), manifest);
        Files.write(files.resolve("blob"), blob);
        int port = FreePort.find();
        Path configuration = Files.writeString(folder.resolve("nginx.conf"), configuration(folder, port));
        List<String> command = List.of(nginx.toString(), "-c", configuration.toString(), "-p", folder.toString());
        ServerProcess process =
                ServerProcess.start("nginx", folder, command, Map.of()).awaitReady(READY_LIMIT, () -> answers(port));
        return new Nginx(process, port);
    }

    URI manifest() {
        return URI.create("http://127.0.0.1:%d/manifest".formatted(port));
    }

    URI blob() {
        return URI.create("http://127.0.0.1:%d/blob".formatted(port));
    }

    @Override
    public void close() {
        process.close();
    }

    private static String configuration(Path folder, int port) {
        return """
                user root;
                daemon off;
                worker_processes 2;
                error_log %1$s/error.log;
                pid %1$s/nginx.pid;
                events { worker_connections 1024; }
                http {
                  access_log off;
                  sendfile on;
                  keepalive_requests 10000000;
                  client_body_temp_path %1$s/tmp;
                  proxy_temp_path %1$s/tmp;
                  fastcgi_temp_path %1$s/tmp;
                  uwsgi_temp_path %1$s/tmp;
                  scgi_temp_path %1$s/tmp;
                  server {
                    listen 127.0.0.1:%2$d;
                    root %1$s/files;
                  }
                }
                """.formatted(folder, port);
    }

    private static boolean answers(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 500);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }
}
