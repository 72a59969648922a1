package io.wave.builder;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** A git repository with one file on its branch {@code main}, served with git-http-backend(1). */
final class GitServer implements AutoCloseable {

    static final String FILE = "greeting";
    static final String CONTENT = "from git\n";

    private final HttpServer server;
    private final String scheme;

    private GitServer(HttpServer server, String scheme, Path folder) {
        this.server = server;
        this.scheme = scheme;
        server.createContext("/", exchange -> answer(exchange, folder));
        server.start();
    }

    /** Starts it with plain HTTP. */
    static GitServer start(Path folder) throws IOException, InterruptedException {
        create(folder.resolve("repository"));
        return new GitServer(HttpServer.create(anyPort(), 10), "http", folder);
    }

    /** Starts it with TLS. */
    static GitServer startSecure(Path folder, SSLContext context) throws IOException, InterruptedException {
        create(folder.resolve("repository"));
        HttpsServer server = HttpsServer.create(anyPort(), 10);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        return new GitServer(server, "https", folder);
    }

    private static InetSocketAddress anyPort() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    /** The address of the repository. */
    String url() {
        return "%s://localhost:%d/repository/.git"
                .formatted(scheme, server.getAddress().getPort());
    }

    private static void create(Path repository) throws IOException, InterruptedException {
        Files.createDirectories(repository);
        Files.writeString(repository.resolve(FILE), CONTENT);
        git(repository, "init", "--quiet", "--initial-branch=main");
        git(repository, "add", FILE);
        git(repository, "-c", "user.name=test", "-c", "user.email=test@test", "commit", "--quiet", "--message=test");
    }

    private static void git(Path repository, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .directory(repository.toFile())
                .inheritIO()
                .start();
        if (process.waitFor() != 0) {
            throw new IllegalStateException("git failed with exit code " + process.exitValue());
        }
    }

    private static void answer(HttpExchange exchange, Path folder) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("git", "http-backend");
        builder.environment()
                .putAll(Map.of(
                        "GIT_PROJECT_ROOT", folder.toString(),
                        "GIT_HTTP_EXPORT_ALL", "1",
                        "PATH_INFO", exchange.getRequestURI().getPath(),
                        "QUERY_STRING", text(exchange.getRequestURI().getQuery()),
                        "REQUEST_METHOD", exchange.getRequestMethod(),
                        "CONTENT_TYPE", header(exchange, "Content-Type"),
                        "HTTP_CONTENT_ENCODING", header(exchange, "Content-Encoding"),
                        "GIT_PROTOCOL", header(exchange, "Git-Protocol")));
        Process process = builder.start();
        exchange.getRequestBody().transferTo(process.getOutputStream());
        process.getOutputStream().close();
        try (InputStream output = new BufferedInputStream(process.getInputStream())) {
            int status = 200;
            for (String line = line(output); !line.isEmpty(); line = line(output)) {
                String[] pair = line.split(": ", 2);
                if (pair[0].equals("Status")) {
                    status = Integer.parseInt(pair[1].split(" ", 2)[0]);
                } else {
                    exchange.getResponseHeaders().add(pair[0], pair[1]);
                }
            }
            exchange.sendResponseHeaders(status, 0);
            output.transferTo(exchange.getResponseBody());
        }
        exchange.close();
    }

    private static String line(InputStream output) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = output.read(); next >= 0 && next != '\n'; next = output.read()) {
            line.append((char) next);
        }
        return line.toString().strip();
    }

    private static String header(HttpExchange exchange, String name) {
        return text(exchange.getRequestHeaders().getFirst(name));
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
